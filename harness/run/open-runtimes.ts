import type { Case } from '../core/case.ts';
import type { Evidence } from '../core/evidence.ts';
import type { PlayHooks, Runtime } from '../core/runtime.ts';
import type { EnsureOptions } from '../images/ensure-images.ts';
import type { DockerRuntime } from '../runtimes/docker.ts';
import type { LocalRuntime } from '../runtimes/local.ts';
import { openRuntime, TIMEOUTS } from './open-runtime.ts';
import type { FoundGateway } from './select-gateways.ts';

/** How runtimes are opened. */
export interface RuntimesOptions {
  readonly requireSandbox: boolean;
  /** Workers of each; one a core unless given. */
  readonly workers?: number | undefined;
  /** How long an answer is waited for where the user's own configuration rules, in milliseconds. */
  readonly maxWait?: number | undefined;
  /** Where our own images come from. */
  readonly images: EnsureOptions;
  /** Whether a person is to be let in. */
  readonly door: boolean;
}

/** The runtimes that a run needs: each is opened where a gateway was found for it. */
export interface OpenRuntimes extends AsyncDisposable {
  readonly local: LocalRuntime | null;
  readonly docker: DockerRuntime | null;
  /** The runtime of a case, or of a gateway that was found. */
  of(name: Case['runtime']): Runtime;
  play(item: Case, hooks: PlayHooks): Promise<Evidence>;
}

/**
 * Opens the local runtime for gateways of this machine, and the Docker runtime, which is loaded only then, for those in
 * images.
 *
 * @throws {ProblemError} environment: a sandbox is required and cannot be had; no engine, no image, no network
 */
export async function openRuntimes(found: readonly FoundGateway[], options: RuntimesOptions): Promise<OpenRuntimes> {
  const here = found.filter(({ container }) => container === null);
  const inImages = found.flatMap(({ container }) => (container ? [container] : []));
  const opened = await Promise.allSettled([
    here.length > 0 || inImages.length === 0 ? openRuntime(here, options) : null,
    inImages.length > 0 ? openContainers() : null,
  ]);
  const [local, docker] = opened.map((one) => (one.status === 'fulfilled' ? one.value : null));
  const runtimes = join(local as LocalRuntime | null, docker as DockerRuntime | null);
  const failure = opened.find((one) => one.status === 'rejected');
  if (!failure) return runtimes;
  await runtimes[Symbol.asyncDispose]();
  throw failure.reason;

  async function openContainers(): Promise<DockerRuntime> {
    const { openDocker } = await import('../runtimes/docker.ts');
    return await openDocker({ ...options, gateways: inImages, timeouts: TIMEOUTS });
  }
}

function join(local: LocalRuntime | null, docker: DockerRuntime | null): OpenRuntimes {
  const of = (name: Case['runtime']): Runtime => {
    const runtime = name === 'local' ? local : docker;
    if (!runtime) throw new Error(`the ${name} runtime was not opened`);
    return runtime;
  };
  return {
    local,
    docker,
    of,
    play: async (item, hooks) => await of(item.runtime).play(item, hooks),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([local?.[Symbol.asyncDispose](), docker?.[Symbol.asyncDispose]()]);
    },
  };
}
