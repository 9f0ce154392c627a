import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { answersOk } from '../../core/answers-ok.ts';
import { now } from '../../core/clock.ts';
import type { Address, Launch, Slot } from '../../core/gateway.ts';
import { messageOf, ProblemError } from '../../core/problem.ts';
import type { Exit, GatewayStart, Ground, RunningGateway } from './ground.ts';
import { LogTail } from './log-tail.ts';

/** How long a gateway may take until it accepts connections, in milliseconds. */
const START_LIMIT = 20_000;

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
  readonly #running: RunningGateway;
  readonly #launch: Launch;
  readonly #logs: readonly LogTail[];

  private constructor(running: RunningGateway, { gateway, launch, dir, slots }: InstanceParts) {
    this.name = gateway;
    this.slots = slots;
    this.#launch = launch;
    this.#logs = (launch.logs ?? []).map((file) => new LogTail(join(dir, file)));
    this.#running = running;
  }

  /** Starts a gateway's process. From here on it has to be stopped; it serves once `ready` has resolved. */
  static async spawn(ground: Pick<Ground, 'startGateway'>, parts: InstanceParts): Promise<GatewayInstance> {
    await writeFiles(parts.launch, parts.dir);
    return new GatewayInstance(await ground.startGateway(parts), parts);
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
    const output = this.#running.output.filter((line) => line.at >= mark.at).map((line) => line.text);
    return [...files.flat(), ...output];
  }

  async stop(): Promise<Exit> {
    return await this.#running.stop(this.#launch.stop);
  }

  async #accepting(addresses: readonly Address[]): Promise<void> {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), START_LIMIT);
    const died = this.#running.ended.then(({ code, signal }) => {
      throw new Error(`it ended with ${signal ?? `exit code ${code}`} before it accepted connections`);
    });
    try {
      await Promise.race([allServe(addresses, this.#launch.ready, limit.signal), died]);
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

/** One after another: while the first does not accept, none of the others needs to be asked. */
async function allServe(addresses: readonly Address[], path: string | undefined, signal: AbortSignal): Promise<void> {
  for (const address of addresses) await serves(address, path, signal);
}

/**
 * Resolves once the address accepts, or where there is a path, answers it with 200. There is no event to await for another
 * program's listen(2), so it is asked again.
 */
async function serves(address: Address, path: string | undefined, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    if (path === undefined ? await connects(address) : await answersOk(address, path)) return;
    await pause(10, undefined, { signal }).catch(() => {});
  }
  throw new Error(`${address.host}:${address.port} did not accept a connection within ${START_LIMIT / 1000} s`);
}

async function connects(address: Address): Promise<boolean> {
  const socket = connect(address);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  socket.once('connect', () => resolve(true));
  socket.once('error', () => resolve(false));
  const connected = await promise;
  socket.destroy();
  return connected;
}
