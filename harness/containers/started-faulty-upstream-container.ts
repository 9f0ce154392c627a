import { AbstractStartedContainer, type RestartOptions, type StartedTestContainer } from 'testcontainers';
import type { FaultParams } from '../core/fault-named.ts';
import type { Address } from '../core/gateway.ts';
import { ProblemError } from '../core/problem.ts';
import { HEALTHY } from '../core/script.ts';
import { answersHttp } from './answers-http.ts';
import { type CheckedFault, checkFault } from './check-fault.ts';
import { hostAddress } from './host-address.ts';
import { ObservationStream } from './observation-stream.ts';
import { arrangeObserved, type Observed, type ObservedRequest, requestOf } from './observed.ts';
import { putFault } from './put-fault.ts';
import { untilTrue } from './until-true.ts';
import { elsewhere, PLACES, REVIVE, UPSTREAM } from './upstream-program.ts';

/** How long a program may take to answer again, in milliseconds. */
const REVIVAL = 10_000;

const NO_FAULT: CheckedFault = { request: { fault: 'healthy' }, effect: { place: 'script', script: HEALTHY } };

/** Which request to wait for: any that has all of what is said. */
export interface WantedRequest {
  readonly method?: string | undefined;
  /** As it is on the wire, with its query. */
  readonly target?: string | undefined;
}

/** An upstream that runs; see FaultyUpstreamContainer. */
export class StartedFaultyUpstreamContainer extends AbstractStartedContainer {
  readonly #stream: ObservationStream;
  /** True from a fault of the process until it is woken or started again. */
  #struck = false;

  private constructor(container: StartedTestContainer, stream: ObservationStream) {
    super(container);
    this.#stream = stream;
  }

  /** The upstream in a container that has just started. */
  static async over(container: StartedTestContainer): Promise<StartedFaultyUpstreamContainer> {
    return new StartedFaultyUpstreamContainer(container, await ObservationStream.open(controlOf(container)));
  }

  /** Where it is published on the host; in the Docker network its port is 3000. */
  get host(): string {
    return hostAddress(this.getHost());
  }

  get port(): number {
    return this.getMappedPort(UPSTREAM.port);
  }

  /** `http://HOST:PORT`, as seen from the host. */
  get url(): string {
    return `http://${this.host}:${this.port}`;
  }

  /**
   * Breaks it from now on, in place of what was broken before: new connections at once, and one that waits for its next
   * request; one in the middle of something goes on with what it does. Rejects with a ProblemError where the fault is
   * unknown, has wrong parameters, or cannot be made in this container; the fault before stays then.
   */
  async setFault(name: string, params: FaultParams = {}): Promise<void> {
    await this.arm(await checkFault(name, params, { places: PLACES, elsewhere }));
  }

  /** Makes it healthy from now on; its program is woken or started again where a fault has stopped or killed it. */
  heal(): Promise<void> {
    return this.arm(NO_FAULT);
  }

  /** Puts a fault that was checked in the place of the one before. */
  async arm({ request, effect }: CheckedFault): Promise<void> {
    if (this.#struck) await this.#revive();
    this.#struck = effect.place === 'process';
    const { host, port } = controlOf(this);
    await putFault(`http://${host}:${port}/upstreams/${UPSTREAM.name}/fault`, request);
    const dies = effect.place === 'process' && effect.when === 'at-once' && effect.signal === 'SIGKILL';
    if (dies) await this.#stream.untilOver();
  }

  /** All that it saw since it started. Connections are counted on where its program was killed and started again. */
  async observed(): Promise<Observed> {
    return arrangeObserved(await this.#stream.all());
  }

  /**
   * Waits for a request and gives it; one that it has seen already will do. Rejects with a ProblemError that lists the
   * requests that came where the wanted one does not come `within` so many milliseconds.
   */
  async waitForRequest(wanted: WantedRequest = {}, { within = 10_000 } = {}): Promise<ObservedRequest> {
    const { promise, resolve, reject } = Promise.withResolvers<ObservedRequest>();
    const came: ObservedRequest[] = [];
    const stop = this.#stream.follow((observation) => {
      const request = requestOf(observation);
      if (request) came.push(request);
      if (request && matches(request, wanted)) resolve(request);
    });
    const timer = setTimeout(() => reject(missing(wanted, within, came)), within);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      stop();
    }
  }

  /** Its ports on the host are others afterwards, and it is healthy. */
  override async restart(options?: Partial<RestartOptions>): Promise<void> {
    await super.restart(options);
    this.#struck = false;
    await this.#stream.reopen(controlOf(this));
  }

  protected override async containerStopping(): Promise<void> {
    this.#stream.close();
  }

  async #revive(): Promise<void> {
    const control = controlOf(this);
    await this.exec(REVIVE);
    await untilTrue(() => answersHttp(control), { patience: REVIVAL });
    if (this.#stream.isOver) await this.#stream.reopen(control);
  }
}

function controlOf(container: StartedTestContainer): Address {
  return { host: hostAddress(container.getHost()), port: container.getMappedPort(UPSTREAM.control) };
}

function matches(request: ObservedRequest, { method, target }: WantedRequest): boolean {
  return (method ?? request.method) === request.method && (target ?? request.target) === request.target;
}

function missing({ method, target }: WantedRequest, within: number, came: readonly ObservedRequest[]): ProblemError {
  const wanted = [method, target].filter((word) => word !== undefined).join(' ');
  const seen = came.map((request) => `${request.method} ${request.target}`).join(', ') || 'none';
  const message = `no request ${wanted ? `${wanted} ` : ''}came within ${within} ms; requests that came: ${seen}`;
  return new ProblemError('environment', [{ code: 'no-such-request', message }]);
}
