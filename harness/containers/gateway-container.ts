import { getContainerRuntimeClient } from 'testcontainers';
import { answersOk } from '../core/answers-ok.ts';
import { DEFAULT_SETTINGS } from '../core/default-settings.ts';
import { didYouMean } from '../core/did-you-mean.ts';
import { type Address, ROUTES } from '../core/gateway.ts';
import { ProblemError } from '../core/problem.ts';
import { answersHttp } from './answers-http.ts';
import { findGateway } from './find-gateway.ts';
import { findImage } from './find-image.ts';
import { type Choices, GATEWAY_PORT, gatewayLayout } from './gateway-layout.ts';
import { PreparedContainer } from './prepared-container.ts';
import { StartedGatewayContainer } from './started-gateway-container.ts';

/** Milliseconds until the gateway gives up on a connect to its upstream, and on silence of one. */
const TIMEOUTS = { connect: 1000, read: 1000 };

/**
 * A gateway as gatecrash configures it, in its makers' image or in any other that holds its program.
 *
 *     const gateway = await new GatewayContainer('nginx').withNetwork(network).withUpstream('app', 'app:3000').start();
 *     const answer = await fetch(gateway.url);
 *
 * The path `/other` and what is below it leads to the upstream `other` where that is given, all else to `app`. Most
 * gateways look their upstreams' names up when they start, so the upstreams must run by then.
 */
export class GatewayContainer extends PreparedContainer {
  readonly #gateway: string;
  readonly #image: string | undefined;
  readonly #upstreams = new Map<string, Address>();
  #timeouts = TIMEOUTS;
  #keepalive = false;
  /** A path that it answers itself once it serves; null where an answer of any kind says so. */
  #ready: string | null = null;

  /** `gatecrash gateways` lists the names. The image is the one that its makers publish unless another is given. */
  constructor(gateway: string, image?: string) {
    super(gateway, image ?? `gatecrash/${gateway}`, (published) => this.#isReady(published(GATEWAY_PORT)));
    this.#gateway = gateway;
    this.#image = image;
    this.withExposedPorts(GATEWAY_PORT);
  }

  /** Where an upstream is, as the gateway's container sees it: `app:3000`. Throws a ProblemError for any other form. */
  withUpstream(name: string, address: string): this {
    const upstreams = ROUTES.map(({ upstream }) => upstream);
    if (!upstreams.includes(name)) throw wrong(`there is no upstream "${name}"; ${didYouMean(name, upstreams)}`);
    const [, host, port] = /^([^\s:/]+):(\d{1,5})$/.exec(address) ?? [];
    if (host === undefined || Number(port) > 65_535) {
      throw wrong(`an upstream is HOST:PORT such as app:3000, not "${address}"`);
    }
    this.#upstreams.set(name, { host, port: Number(port) });
    return this;
  }

  /** In milliseconds; 1000 each unless said otherwise. What is left out stays. Throws a ProblemError for what is none. */
  withTimeouts(timeouts: { readonly connect?: number; readonly read?: number }): this {
    for (const [name, value] of Object.entries(timeouts)) {
      if (!Number.isInteger(value) || value < 1) {
        throw wrong(`the ${name} timeout is milliseconds, 1 or more, not ${value}`);
      }
    }
    this.#timeouts = { ...this.#timeouts, ...timeouts };
    return this;
  }

  /** Keeps connections to upstreams open for later requests; each request has one of its own otherwise. */
  withKeepalive(): this {
    this.#keepalive = true;
    return this;
  }

  /** Rejects with a ProblemError that shows the last lines of its output where it does not come to answer. */
  override async start(): Promise<StartedGatewayContainer> {
    // What is wrong with the choices is told before anything starts.
    gatewayLayout(await findGateway(this.#gateway), this.#choices(true));
    return new StartedGatewayContainer(await this.launch());
  }

  /** The image is here by now, and knows which user it runs as. */
  protected override async beforeContainerCreated(): Promise<void> {
    const { image } = await getContainerRuntimeClient();
    const { Config } = await image.inspect(this.imageName);
    const choices = this.#choices(['', 'root', '0', '0:0'].includes(Config.User));
    const { command, env, workingDir, contents, ready } = gatewayLayout(await findGateway(this.#gateway), choices);
    this.#ready = ready ?? null;
    const [program, ...args] = command;
    // The entrypoints of images add options of their own: HAProxy's starts a master process with -W.
    this.withEntrypoint([program])
      .withCommand(args)
      .withWorkingDir(workingDir)
      .withCopyContentToContainer([...contents]);
    if (env) this.withEnvironment(env);
  }

  protected override async findImage(): Promise<string> {
    const { name, image } = await findGateway(this.#gateway);
    return this.#image ?? (await findImage({ name, reference: image?.reference }));
  }

  async #isReady(address: Address): Promise<boolean> {
    return this.#ready === null ? await answersHttp(address) : await answersOk(address, this.#ready);
  }

  #choices(root: boolean): Choices {
    const app = this.#upstreams.get('app');
    if (!app) throw wrong("no upstream for `/`: say where it is, as in withUpstream('app', 'app:3000')");
    const upstreams = { app, other: this.#upstreams.get('other') ?? app };
    return { upstreams, settings: { ...DEFAULT_SETTINGS, keepalive: this.#keepalive }, timeouts: this.#timeouts, root };
  }
}

function wrong(message: string): ProblemError {
  return new ProblemError('usage', [{ code: 'wrong-value', message }]);
}
