import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { now } from '../../core/clock.ts';
import type { Address, Launch, Reload, Slot } from '../../core/gateway.ts';
import { messageOf, ProblemError } from '../../core/problem.ts';
import type { LogSources } from './follow-log.ts';
import type { Exit, GatewayStart, Ground, RunningGateway } from './ground.ts';
import { LogTail } from './log-tail.ts';
import { allServe, START_LIMIT } from './serves.ts';
import { untilCaught } from './until-caught.ts';

/** In no language of configurations is this a line; appended to JSON it is no JSON. */
const NO_CONFIGURATION = 'this is no directive {';

/** What an instance is made of. */
export interface InstanceParts extends GatewayStart {
  readonly slots: readonly Slot[];
}

/** A place in all of an instance's logs. */
export interface LogMark {
  readonly at: number;
  readonly files: readonly number[];
}

/** A running gateway that serves some slots. */
export class GatewayInstance {
  readonly name: string;
  readonly slots: readonly Slot[];
  /** Takes away again what was done to it, each once. */
  readonly squeezes: (() => Promise<void>)[] = [];
  readonly #ground: Pick<Ground, 'startGateway'>;
  readonly #parts: InstanceParts;
  readonly #launch: Launch;
  readonly #logs: readonly LogTail[];
  /** One for each time that it was started; the last is the one that counts. */
  readonly #runs: RunningGateway[];
  /** Programs that were started beside it, and the times that it was started again. */
  #more = 0;

  private constructor(running: RunningGateway, ground: Pick<Ground, 'startGateway'>, parts: InstanceParts) {
    const { gateway, launch, dir, slots } = parts;
    this.name = gateway;
    this.slots = slots;
    this.#ground = ground;
    this.#parts = parts;
    this.#launch = launch;
    this.#logs = (launch.logs ?? []).map((file) => new LogTail(join(dir, file)));
    this.#runs = [running];
  }

  /** Starts a gateway's process. From here on it has to be stopped; it serves once `ready` has resolved. */
  static async spawn(ground: Pick<Ground, 'startGateway'>, parts: InstanceParts): Promise<GatewayInstance> {
    await writeFiles(parts.launch, parts.dir);
    return new GatewayInstance(await ground.startGateway(parts), ground, parts);
  }

  /** Resolves when every slot accepts, and where the launch says so, answers. Throws a ProblemError with the gateway's own last words. */
  async ready(): Promise<void> {
    try {
      await this.#accepting(this.slots.map((slot) => slot.listen));
    } catch (error) {
      await this.stop();
      throw new ProblemError('environment', [await this.#startProblem(messageOf(error))], { cause: error });
    }
  }

  get leader(): number {
    return this.#running.leader;
  }

  /** Of the processes that are alive and meant to stay. */
  pids(): number[] {
    return this.#running.pids().filter((pid) => !this.isPassing(pid));
  }

  /** Whether a process ends by itself when its work is done. One that has just been forked does not say so yet. */
  isPassing(pid: number): boolean {
    const { passing } = this.#launch;
    return passing !== undefined && commandLine(pid).includes(passing);
  }

  /** Whether a name, or the host of an address, stands in its configuration; taken for granted where nobody can read that. */
  isConfigured(stranger: string): boolean {
    const { placed = {}, image } = this.#launch;
    if (image?.texts === null) return true;
    const host = stranger.replace(/:\d+$/, '').toLowerCase();
    return [...Object.values(placed), ...(image?.texts ?? [])].some((text) => text.toLowerCase().includes(host));
  }

  get ended(): Promise<Exit> {
    return this.#running.ended;
  }

  /** Null while it runs. */
  get exit(): Exit | null {
    return this.#running.exit;
  }

  async mark(): Promise<LogMark> {
    return { at: now(), files: await Promise.all(this.#logs.map((log) => log.mark())) };
  }

  /** Everything logged since the mark: log files first, then stdout and stderr. */
  async logSince(mark: LogMark): Promise<string[]> {
    const files = await Promise.all(this.#logs.map((log, index) => log.since(mark.files[index] ?? 0)));
    const output = this.#runs.flatMap((run) => run.output.filter((line) => line.at >= mark.at));
    return [...files.flat(), ...output.map((line) => line.text)];
  }

  /** What there is to read of what it says. */
  get log(): LogSources {
    return { files: this.#logs, output: () => this.#runs.flatMap((run) => run.output) };
  }

  async stop(): Promise<Exit> {
    return await this.#running.stop(this.#launch.stop);
  }

  get alive(): boolean {
    return this.#running.exit === null && this.#running.pids().includes(this.leader);
  }

  /** Process ids of its workers, where it has some. */
  workers(): number[] {
    const { worker } = this.#launch;
    if (worker === undefined) return [];
    return this.pids().filter((pid) => pid !== this.leader && commandLine(pid).includes(worker));
  }

  /** The folders where it makes temporary files. */
  get temporary(): string[] {
    return (this.#launch.temporary ?? []).map((folder) => join(this.#parts.dir, folder));
  }

  /** How it is told to read its configuration again; undefined where it was not started for that. */
  get reload(): Reload | undefined {
    return this.#launch.reload;
  }

  /** Kills all of its processes, and resolves when none is left. */
  async kill(): Promise<void> {
    this.#running.kill();
    await this.#running.ended;
    // The kernel sends no event for the end of those that are no children of ours.
    while (this.#running.pids().length > 0) await pause(1);
  }

  /** Stops it in order where it runs, and starts it again with the same files, on the same addresses. */
  async restart(): Promise<void> {
    await this.stop();
    this.#runs.push(await this.#ground.startGateway(this.#another()));
    await this.ready();
  }

  /** Puts a configuration in place that no gateway takes; the good one is put back when it is disposed of. */
  async breakConfiguration(file: string): Promise<AsyncDisposable> {
    const path = join(this.#parts.dir, file);
    const good = this.#launch.files[file] ?? '';
    await writeFile(path, `${good}\n${NO_CONFIGURATION}\n`);
    return { [Symbol.asyncDispose]: async () => await writeFile(path, good) };
  }

  /** Sends the signal, or runs the command beside it; false where the command ended with another code than 0. */
  async tellToReload(by: Reload['by']): Promise<boolean> {
    if (typeof by === 'string') {
      await untilCaught(this.leader, by);
      return process.kill(this.leader, by);
    }
    const launch: Launch = { files: {}, command: by, env: this.#launch.env, stop: 'SIGTERM' };
    const told = await this.#ground.startGateway({ ...this.#another(), launch });
    return (await told.ended).code === 0;
  }

  get #running(): RunningGateway {
    const running = this.#runs.at(-1);
    if (!running) throw new Error('an instance begins with a run');
    return running;
  }

  #another(): InstanceParts {
    this.#more += 1;
    return { ...this.#parts, label: `${this.#parts.label}-${this.#more}` };
  }

  async #accepting(addresses: readonly Address[]): Promise<void> {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), START_LIMIT);
    const died = this.#running.ended.then(({ code, signal }) => {
      throw new Error(`it ended with ${signal ?? `exit code ${code}`} before it accepted connections`);
    });
    try {
      await Promise.race([allServe(addresses, this.#launch, limit.signal), died]);
    } finally {
      clearTimeout(timer);
      limit.abort();
    }
  }

  async #startProblem(what: string) {
    const words = (await this.logSince({ at: 0, files: [] })).slice(-20);
    return {
      code: 'gateway-did-not-start',
      message: `${this.name} did not start: ${what}`,
      hint: words.length ? `its last words:\n${words.map((line) => `  ${line}`).join('\n')}` : 'it said nothing',
    };
  }
}

/** Empty where the process is gone, or there is no /proc. */
function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

async function writeFiles(launch: Launch, dir: string): Promise<void> {
  for (const folder of launch.folders ?? []) await mkdir(join(dir, folder), { recursive: true });
  for (const [name, content] of Object.entries(launch.files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), content);
  }
}
