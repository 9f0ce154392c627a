import type { FaultParams } from '../core/fault-named.ts';
import { answersHttp } from './answers-http.ts';
import { checkFault } from './check-fault.ts';
import { findImage } from './find-image.ts';
import { PreparedContainer } from './prepared-container.ts';
import { StartedFaultyUpstreamContainer } from './started-faulty-upstream-container.ts';
import { elsewhere, PLACES, SUPERVISED, UPSTREAM } from './upstream-program.ts';

/**
 * An upstream that misbehaves on cue, for the tests of what stands before it. It listens on port 3000 of its container;
 * give it a name in your network by `withNetwork(network).withNetworkAliases('app')`.
 *
 *     const app = await new FaultyUpstreamContainer().withNetwork(network).withNetworkAliases('app')
 *       .withFault('reset-mid-body', { after: '512B' }).start();
 *
 * Its port on the host is published through Docker's proxy where the engine uses one, and that turns an RST into a FIN: a
 * client on the host sees a cut body and no ECONNRESET. Within the Docker network resets are resets.
 */
export class FaultyUpstreamContainer extends PreparedContainer {
  readonly #image: string | undefined;
  #fault: { readonly name: string; readonly params: FaultParams } | null = null;

  /** The image is found or built by gatecrash unless one is given. */
  constructor(image?: string) {
    super('the upstream', image ?? 'gatecrash/upstream', (published) => answersHttp(published(UPSTREAM.control)));
    this.#image = image;
    this.withExposedPorts(UPSTREAM.port, UPSTREAM.control);
    this.withEntrypoint(SUPERVISED.slice(0, 1)).withCommand(SUPERVISED.slice(1));
    // The kernel shields process 1 of a container from its own signals (pid_namespaces(7)), and somebody has to be it.
    this.hostConfig.Init = true;
  }

  /** The fault that it starts with; healthy without. `gatecrash faults` lists them all, with their parameters. */
  withFault(name: string, params: FaultParams = {}): this {
    this.#fault = { name, params };
    return this;
  }

  /** Rejects with a ProblemError, before anything starts, where the fault is unknown or its parameters are wrong. */
  override async start(): Promise<StartedFaultyUpstreamContainer> {
    const reach = { places: PLACES, elsewhere };
    const fault = this.#fault && (await checkFault(this.#fault.name, this.#fault.params, reach));
    const container = await this.launch();
    try {
      const started = await StartedFaultyUpstreamContainer.over(container);
      if (fault) await started.arm(fault);
      return started;
    } catch (error) {
      await container.stop();
      throw error;
    }
  }

  protected override async findImage(): Promise<string> {
    return this.#image ?? (await findImage({ name: 'upstream' }));
  }
}
