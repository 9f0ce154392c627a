import { type StartedTestContainer, Wait } from 'testcontainers';
import { programInImage } from '../images/program-in-image.ts';
import { findImage } from './find-image.ts';
import { PreparedContainer } from './prepared-container.ts';
import { CONTROL_PORT, StartedNetworkFaultContainer } from './started-network-fault-container.ts';

/**
 * Breaks the network of another container, any that runs: a helper that joins its network namespace, with the capability
 * NET_ADMIN and no other. The other container needs nothing for it. One helper is enough for one container.
 *
 *     const network = await new NetworkFaultContainer(postgres).start();
 *     await network.set('packet-loss', { percent: 30 });
 *     await network.clear();
 */
export class NetworkFaultContainer extends PreparedContainer {
  readonly #image: string | undefined;

  /** The image is found or built by gatecrash unless one is given. */
  constructor(target: StartedTestContainer, image?: string) {
    super('the network fault helper', image ?? 'gatecrash/sidecar');
    this.#image = image;
    this.withNetworkMode(`container:${target.getId()}`);
    this.withDroppedCapabilities('ALL').withAddedCapabilities('NET_ADMIN');
    this.withCommand(['node', programInImage('sidecar/main'), '--control', `127.0.0.1:${CONTROL_PORT}`]);
    this.withWaitStrategy(Wait.forLogMessage(/"control":/));
  }

  /** Rejects with a ProblemError that shows the last lines of its output where it cannot work there. */
  override async start(): Promise<StartedNetworkFaultContainer> {
    return new StartedNetworkFaultContainer(await this.launch());
  }

  protected override async findImage(): Promise<string> {
    return this.#image ?? (await findImage({ name: 'sidecar' }));
  }
}
