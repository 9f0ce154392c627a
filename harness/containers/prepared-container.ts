import { randomUUID } from 'node:crypto';
import {
  type ContainerRuntimeClient,
  GenericContainer,
  getContainerRuntimeClient,
  ImageName,
  type StartedTestContainer,
} from 'testcontainers';
import { messageOf, ProblemError } from '../core/problem.ts';
import { reaperSession } from '../images/reaper-session.ts';
import { labels } from '../runtimes/docker/labels.ts';
import { ownAddress } from './own-address.ts';
import { type Look, ReadyWhen } from './ready-when.ts';
import { StartWatch } from './start-watch.ts';
import { watchOver } from './watch-over.ts';

/** All containers of one process (with Jest: of one test file) carry the same value of the label `gatecrash.run`. */
const RUN = `testcontainers-${process.pid}-${randomUUID().slice(0, 8)}`;

/**
 * What our containers have in common: an image that is found when they start, our labels, ports that are published on
 * this machine alone, one network, an error at once when the container ends instead of starting, with the last lines of its
 * output, and removal when this process ends, however it ends.
 */
export abstract class PreparedContainer extends GenericContainer {
  readonly #what: string;
  /** The start that is under way; one definition may be started more than once. */
  #start: StartWatch | null = null;
  /** Removed by a watcher of ours, where testcontainers' reaper cannot be had. */
  #watched = false;

  /** `what` it is, for messages. The image is a placeholder until the start. */
  protected constructor(what: string, image: string, look?: Look) {
    super(image);
    this.#what = what;
    if (look) this.withWaitStrategy(new ReadyWhen(what, () => this.#start?.dead.aborted ?? false, look));
  }

  /** The image to start. Rejects with a ProblemError where it cannot be had. */
  protected abstract findImage(): Promise<string>;

  /** What `start()` of testcontainers does, and all that comes before it. */
  protected async launch(): Promise<StartedTestContainer> {
    const client = await getContainerRuntimeClient();
    this.imageName = ImageName.fromString(await this.findImage());
    this.createOpts.Image = this.imageName.string;
    this.#publishHereAlone(await ownAddress(client.info.containerRuntime.host));
    this.#joinOneNetwork();
    await this.#seeToRemoval(client);
    const start = new StartWatch(this.#what, client);
    this.#start = start;
    try {
      return await Promise.race([super.start(), start.ended]);
    } catch (error) {
      await start.remove();
      throw error instanceof ProblemError ? error : this.#refused(error);
    } finally {
      start.finish();
    }
  }

  /** Who has switched clean-up off wants to keep the container, and every run of gatecrash sweeps what carries our labels. */
  async #seeToRemoval(client: ContainerRuntimeClient): Promise<void> {
    if (!this.autoCleanup && !this.#watched) return;
    this.withLabels(labels(RUN));
    this.#watched ||= (await reaperSession(client)) === null;
    if (this.#watched) this.withAutoCleanup(false);
  }

  protected override async containerCreated(id: string): Promise<void> {
    this.#start?.begin(id);
    if (this.#watched) watchOver(await getContainerRuntimeClient(), id);
  }

  #refused(error: unknown): ProblemError {
    const message = `${this.#what} did not start from the image ${this.imageName.string}: ${messageOf(error)}`;
    return new ProblemError('environment', [{ code: 'container-not-started', message }], { cause: error });
  }

  /** Testcontainers leaves a container with aliases in the default network too. */
  #joinOneNetwork(): void {
    if (this.networkMode === undefined || this.networkAliases.length === 0) return;
    const endpoint = { Aliases: this.networkAliases };
    this.createOpts.NetworkingConfig = { EndpointsConfig: { [this.networkMode]: endpoint } };
    this.networkAliases = [];
  }

  /** An engine elsewhere publishes for all, since its loopback is not ours. */
  #publishHereAlone(address: string | null): void {
    if (address === null) return;
    const bindings: Record<string, { HostIp?: string; HostPort?: string }[]> = this.hostConfig.PortBindings ?? {};
    for (const binding of Object.values(bindings).flat()) binding.HostIp = address;
  }
}
