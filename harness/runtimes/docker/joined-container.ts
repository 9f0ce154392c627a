import { statSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import { PassThrough } from 'node:stream';
import {
  type ContainerRuntimeClient,
  GenericContainer,
  getContainerRuntimeClient,
  type WaitStrategy,
} from 'testcontainers';
import { messageOf, ProblemError } from '../../core/problem.ts';
import type { Exit } from '../worker/ground.ts';

/** A container as the engine's API has it. */
export type EngineContainer = ReturnType<ContainerRuntimeClient['container']['getById']>;
type CreateOptions = Parameters<ContainerRuntimeClient['container']['create']>[0];

/** What a container is started with besides its image. */
export interface ContainerPlan {
  readonly image: string;
  /** What it is for, in messages. */
  readonly purpose: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly create: Omit<CreateOptions, 'Image' | 'Labels' | 'HostConfig'>;
  readonly host: NonNullable<CreateOptions['HostConfig']>;
  /** Path in the container -> a file or folder of this machine, of which a copy is put there before it starts. */
  readonly copies?: Readonly<Record<string, string>> | undefined;
  /** A tar archive that is unpacked at its root before it starts, over the copies. */
  readonly archive?: Buffer | undefined;
  /** Hears standard output and standard error from the first byte on. */
  output(chunk: Buffer, stream: 'stdout' | 'stderr'): void;
}

/** A container from its start to its end. */
export interface RunningContainer {
  readonly id: string;
  readonly engine: EngineContainer;
  /** Its standard input, where the plan opens one; the connection to the engine in any case. */
  readonly input: Duplex;
  /** Resolves when its first process has ended. */
  readonly ended: Promise<Exit>;
  /** Resolves when the engine has forgotten it. */
  readonly removed: Promise<unknown>;
}

/** Nothing is awaited: the containers of this runtime say themselves when they are ready. */
const AT_ONCE: WaitStrategy = {
  waitUntilReady: async () => {},
  withStartupTimeout: () => AT_ONCE,
  isStartupTimeoutSet: () => true,
  getStartupTimeout: () => 0,
};

/**
 * A container that the engine removes as it ends. It is attached to before it starts, so that no word of it is lost, and
 * what it is joined to (networks, processes, volumes of other containers) is set as the engine's API names it.
 */
class JoinedContainer extends GenericContainer {
  input: Duplex | null = null;
  ended: Promise<Exit> | null = null;
  removed: Promise<unknown> = Promise.resolve();
  readonly #plan: ContainerPlan;

  constructor(plan: ContainerPlan) {
    super(plan.image);
    this.#plan = plan;
    this.createOpts = { ...this.createOpts, ...plan.create };
    this.hostConfig = { ...this.hostConfig, AutoRemove: true, ...plan.host };
    // The class sets the host's own NetworkMode from this one.
    this.networkMode = plan.host.NetworkMode;
    this.withLabels({ ...plan.labels })
      .withAutoCleanup(false)
      .withWaitStrategy(AT_ONCE);
    const copies = Object.entries(plan.copies ?? {}).map(([target, source]) => ({ target, source }));
    const isFolder = ({ source }: { source: string }): boolean => statSync(source).isDirectory();
    this.withCopyDirectoriesToContainer(copies.filter(isFolder));
    this.withCopyFilesToContainer(copies.filter((copy) => !isFolder(copy)));
  }

  protected override async containerCreated(id: string): Promise<void> {
    const { container } = await getContainerRuntimeClient();
    const engine = container.getById(id);
    const stream = await engine.attach({ stream: true, stdin: true, stdout: true, stderr: true, hijack: true });
    engine.modem.demuxStream(stream, this.#listen('stdout'), this.#listen('stderr'));
    stream.on('error', () => {});
    this.input = stream as Duplex;
    if (this.#plan.archive) await engine.putArchive(this.#plan.archive, { path: '/' });
    this.ended = engine.wait({ condition: 'next-exit' }).then(toExit, () => ({ code: null, signal: null }));
    this.removed = engine.wait({ condition: 'removed' }).catch(() => {});
  }

  #listen(name: 'stdout' | 'stderr'): PassThrough {
    const stream = new PassThrough();
    stream.on('data', (chunk: Buffer) => this.#plan.output(chunk, name));
    return stream;
  }
}

/** Starts a container. Throws a ProblemError with the engine's words, or the container's own last ones. */
export async function startContainer(plan: ContainerPlan): Promise<RunningContainer> {
  const said: Buffer[] = [];
  const container = new JoinedContainer({
    ...plan,
    output: (chunk, stream) => {
      if (said.length < 100) said.push(chunk);
      plan.output(chunk, stream);
    },
  });
  try {
    const started = await container.start();
    const { container: client } = await getContainerRuntimeClient();
    const { input, ended, removed } = container;
    if (!input || !ended) throw new Error('the engine did not attach');
    return { id: started.getId(), engine: client.getById(started.getId()), input, ended, removed };
  } catch (error) {
    const words = Buffer.concat(said).toString('utf8').trimEnd();
    const message = `the container of ${plan.purpose} (image ${plan.image}) did not start: ${messageOf(error)}`;
    const hint = words ? `its last words:\n${lastLines(words)}` : undefined;
    throw new ProblemError('environment', [{ code: 'container-did-not-start', message, hint }], { cause: error });
  }
}

function lastLines(text: string): string {
  const lines = text.split('\n').slice(-20);
  return lines.map((line) => `  ${line}`).join('\n');
}

/** Codes above 128 are how an engine tells a death by signal (as a shell does). */
function toExit({ StatusCode: code }: { StatusCode: number }): Exit {
  const signal = SIGNALS[code - 128];
  return signal ? { code: null, signal } : { code, signal: null };
}

const SIGNALS: Readonly<Record<number, string>> = {
  2: 'SIGINT',
  6: 'SIGABRT',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  15: 'SIGTERM',
};
