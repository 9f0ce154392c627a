import { now } from '../../core/clock.ts';
import type { Exit, GatewayStart, OutputLine, RunningGateway } from '../worker/ground.ts';
import { containerProcesses } from './container-processes.ts';
import type { EngineLink } from './engine-link.ts';
import { entriesOf } from './entries-of.ts';

/** How long an orderly stop may take before the container is killed, in milliseconds. */
const PATIENCE = 5000;

/** A gateway in a container of its own that shares this driver's network, process ids and files. */
export class ContainerGateway implements RunningGateway {
  readonly output: OutputLine[] = [];
  readonly ended: Promise<Exit>;
  exit: Exit | null = null;
  readonly #id: string;
  readonly #engine: EngineLink;
  readonly #ended = Promise.withResolvers<Exit>();
  #container = '';
  #leader = -1;
  #rest = '';

  private constructor(id: string, engine: EngineLink) {
    this.#id = id;
    this.#engine = engine;
    this.ended = this.#ended.promise;
    engine.on(id, (event) => {
      if (event.kind === 'output') this.#collect(event.text);
      if (event.kind === 'ended') this.#end(event.exit);
    });
  }

  /** Rejects with the engine's problem where the container cannot be started. */
  static async start({ gateway, label, dir, launch }: GatewayStart, engine: EngineLink): Promise<ContainerGateway> {
    const started = new ContainerGateway(label, engine);
    const { command, env = {}, image } = launch;
    const put = entriesOf(launch, dir);
    const { container } = await engine.ask({ op: 'start-gateway', id: label, gateway, command, env, dir, put, image });
    started.#container = container;
    // The kernel gives process ids in rising order: the container's first process has the lowest.
    started.#leader = containerProcesses(container)[0] ?? -1;
    return started;
  }

  get leader(): number {
    return this.#leader;
  }

  pids(): number[] {
    return containerProcesses(this.#container);
  }

  async stop(signal: NodeJS.Signals): Promise<Exit> {
    if (this.exit === null) signalQuietly(this.#leader, signal);
    const patience = setTimeout(() => this.kill(), PATIENCE);
    const exit = await this.ended;
    clearTimeout(patience);
    return exit;
  }

  kill(): void {
    void this.#engine.ask({ op: 'signal', id: this.#id, signal: 'SIGKILL' }).catch(() => {});
  }

  #end(exit: Exit): void {
    if (this.#rest) this.output.push({ at: now(), text: this.#rest });
    this.exit = exit;
    this.#ended.resolve(exit);
  }

  #collect(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.output.push({ at: now(), text: line });
  }
}

function signalQuietly(pid: number, signal: NodeJS.Signals): void {
  try {
    if (pid > 0) process.kill(pid, signal);
  } catch {
    // ESRCH: it has just ended by itself, which its exit will tell.
  }
}
