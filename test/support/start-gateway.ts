import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { answersOk } from '../../harness/core/answers-ok.ts';
import type { Address, Gateway, GatewaySetup } from '../../harness/core/gateway.ts';

/** How long a gateway may take to listen, and to stop, in milliseconds. */
const START = 15_000;
const STOP = 5000;

/** How a gateway ended. */
export interface Stopped {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** True when it had to be killed. */
  readonly killed: boolean;
  readonly ms: number;
}

/** A gateway that runs in a folder of its own. */
export interface StartedGateway extends AsyncDisposable {
  readonly dir: string;
  /** The id of the process group, which is the id of its leader too. */
  readonly pid: number;
  /** All that it wrote to stdout and stderr. */
  output(): string;
  /** Signals the leader and waits; kills the group where that does not end it in time. */
  stop(): Promise<Stopped>;
}

/** What a test decides; the folder and the user come from the machine. */
export type TestSetup = Omit<GatewaySetup, 'dir' | 'root'>;

/**
 * Starts a gateway, with `env` beside its own, and waits until each of its slots accepts; throws with its output where
 * it exits before that.
 */
export async function startGateway(
  gateway: Gateway,
  setup: TestSetup,
  env: Readonly<Record<string, string>> = {},
): Promise<StartedGateway> {
  const dir = mkdtempSync(join(tmpdir(), `gatecrash-${gateway.name}-`));
  const launch = gateway.launch({ ...setup, dir, root: process.getuid?.() === 0 });
  for (const folder of launch.folders ?? []) mkdirSync(join(dir, folder), { recursive: true });
  for (const [file, text] of Object.entries(launch.files)) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), text);
  }
  const [program, ...args] = launch.command;
  const child = spawn(program, args, {
    cwd: dir,
    env: { PATH: process.env.PATH, ...env, ...launch.env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await once(child, 'spawn');
  const started = running(child, dir, launch.stop);
  try {
    await untilAllListen(
      setup.slots.map((slot) => slot.listen),
      child,
      launch.ready,
    );
    return started;
  } catch (error) {
    await started[Symbol.asyncDispose]();
    throw new Error(`${gateway.name} did not start: ${error}\n${started.output()}`);
  }
}

function running(child: ChildProcess, dir: string, signal: NodeJS.Signals): StartedGateway {
  const pid = child.pid ?? 0;
  const pieces: Buffer[] = [];
  child.stdout?.on('data', (piece: Buffer) => pieces.push(piece));
  child.stderr?.on('data', (piece: Buffer) => pieces.push(piece));
  const closed = once(child, 'close');
  // Where a test times out nobody disposes of anything.
  const sweep = () => {
    killGroup(pid);
    rmSync(dir, { recursive: true, force: true });
  };
  process.once('exit', sweep);
  const stop = async (): Promise<Stopped> => {
    const from = performance.now();
    // The leader alone: a worker that dies before its master leaves orphans or is started anew.
    child.kill(signal);
    const patience = new AbortController();
    const inTime = await Promise.race([closed.then(() => true), wait(STOP, false, { signal: patience.signal })]);
    patience.abort();
    if (!inTime) killGroup(pid);
    await closed;
    return { code: child.exitCode, signal: child.signalCode, killed: !inTime, ms: performance.now() - from };
  };
  return {
    dir,
    pid,
    output: () => Buffer.concat(pieces).toString(),
    stop,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) await stop();
      process.off('exit', sweep);
      sweep();
    },
  };
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group is gone already, which is what is wanted.
  }
}

async function untilAllListen(addresses: readonly Address[], child: ChildProcess, path?: string): Promise<void> {
  const deadline = performance.now() + START;
  for (const address of addresses) {
    while (!(await (path === undefined ? accepts(address) : answersOk(address, path)))) {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`exit ${child.exitCode}`);
      if (performance.now() > deadline) throw new Error(`${address.host}:${address.port} does not accept`);
      await wait(10);
    }
  }
}

function accepts({ host, port }: Address): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
