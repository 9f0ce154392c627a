import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { now } from '../../core/clock.ts';
import type { Exit, OutputLine, RunningGateway } from '../worker/ground.ts';

/** How long an orderly stop may take before the whole group is killed, in milliseconds. */
const PATIENCE = 5000;

/** How a group is started. */
export interface GroupOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Processes that lead groups of their own and so are in no other (setpgid(2)): they need not be looked at. */
  readonly leaders?: ReadonlySet<number> | undefined;
}

/**
 * A program in a process group of its own, so that Ctrl-C in the terminal does not reach it and so that all of it can be
 * killed together. It is stopped by its leader first: workers killed before their master leave an orphan with the port.
 */
export class ProcessGroup implements RunningGateway {
  readonly #child: ChildProcess;
  readonly #leaders: ReadonlySet<number>;
  readonly output: OutputLine[] = [];
  /** Resolves when the leader has exited; rejects when it could not be started at all. */
  readonly ended: Promise<Exit>;
  exit: Exit | null = null;

  constructor([program, ...args]: readonly string[], { cwd, env, leaders = new Set() }: GroupOptions) {
    this.#child = spawn(program ?? '', args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#leaders = leaders;
    this.ended = this.#awaitEnd();
    this.ended.catch(() => {});
    for (const stream of [this.#child.stdout, this.#child.stderr]) this.#collect(stream);
  }

  get leader(): number {
    return this.#child.pid ?? -1;
  }

  /** Process ids of the group that are alive; the leader alone where there is no /proc. */
  pids(): number[] {
    if (process.platform !== 'linux') return this.exit ? [] : [this.leader];
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0 && (pid === this.leader || !this.#leaders.has(pid)) && isLiveMember(pid, this.leader));
  }

  /** Stops the leader by `signal`, then kills what is left of the group. Resolves when nothing of it is alive. */
  async stop(signal: NodeJS.Signals): Promise<Exit> {
    if (!this.exit) this.#child.kill(signal);
    const patience = setTimeout(() => this.kill(), PATIENCE);
    const exit = await this.ended.catch(() => ({ code: null, signal: null }));
    clearTimeout(patience);
    this.kill();
    return exit;
  }

  /** Kills the whole group at once. */
  kill(): void {
    try {
      process.kill(-this.leader, 'SIGKILL');
    } catch {
      // ESRCH: nothing of it is left, which is what was wanted.
    }
  }

  async #awaitEnd(): Promise<Exit> {
    const [code, signal] = (await once(this.#child, 'exit')) as [number | null, string | null];
    this.exit = { code, signal };
    return this.exit;
  }

  #collect(stream: NodeJS.ReadableStream | null): void {
    let rest = '';
    stream?.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString('latin1')).split('\n');
      rest = lines.pop() ?? '';
      for (const text of lines) this.output.push({ at: now(), text });
    });
    stream?.on('end', () => rest && this.output.push({ at: now(), text: rest }));
  }
}

/** PF_EXITING of include/linux/sched.h: the process has begun to die, and its sockets may be closed already. */
const EXITING = 0x4;

/** Reads /proc/PID/stat after the command, which may hold spaces and parentheses: state, parent, group, … flags seventh. */
function isLiveMember(pid: number, group: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const [state, , pgrp, , , , flags] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(pgrp) === group && state !== 'Z' && (Number(flags) & EXITING) === 0;
  } catch {
    return false;
  }
}
