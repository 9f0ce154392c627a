import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { request } from 'undici';
import { CLI } from '../support/cli.ts';

/** ms without a line after which one that is waited for does not come: what is awaited here takes seconds at most. */
const SILENCE = 60_000;

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** A `gatecrash up` that a person has started, with its keys on a pipe. */
export class UpSession implements AsyncDisposable {
  readonly child: Child;
  readonly ended: Promise<[code: number | null, signal: string | null]>;
  /** Where the gateway is open, and where the control API is. */
  url = '';
  control = '';
  readonly #lines: AsyncIterator<string>;
  readonly #seen: string[] = [];
  /** Indices of the lines that were asked for. */
  readonly #taken = new Set<number>();

  private constructor(child: Child) {
    this.child = child;
    this.ended = once(child, 'exit') as Promise<[number | null, string | null]>;
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** Resolves once it stands. */
  static async start(cwd: string, args: readonly string[], prefix: readonly string[] = []): Promise<UpSession> {
    const [program = '', ...before] = [...prefix, process.execPath];
    const child = spawn(program, [...before, CLI, 'up', ...args], { cwd, stdio: ['pipe', 'pipe', 'pipe'] });
    const session = new UpSession(child);
    session.url = (await session.line(/is open at (https?:\S+)/))[1] ?? '';
    session.control = `http://${(await session.line(/curl (\S+)\/ +the control API/))[1]}`;
    await session.line(/^ {2}q/);
    return session;
  }

  /** The first line that matches and was not asked for yet: on a busy machine the tellers may come in another order. */
  async line(pattern: RegExp): Promise<RegExpExecArray> {
    for (let index = 0; ; index++) {
      if (index === this.#seen.length) await this.#next(pattern);
      const match = this.#taken.has(index) ? null : pattern.exec(this.#seen[index] ?? '');
      if (!match) continue;
      this.#taken.add(index);
      return match;
    }
  }

  async #next(pattern: RegExp): Promise<void> {
    const next = await within(this.#lines.next(), SILENCE);
    if (!next || next.done) {
      const what = next ? 'the output ended' : `no line for ${SILENCE / 1000} s,`;
      throw new Error(`${what} without ${pattern}:\n${this.#seen.join('\n')}`);
    }
    this.#seen.push(next.value);
  }

  /** Every line so far. */
  get seen(): readonly string[] {
    return this.#seen;
  }

  press(keys: string): void {
    this.child.stdin.write(`${keys}\n`);
  }

  /** Asks the control API, and gives its answer as JSON. */
  async ask(method: 'GET' | 'PUT' | 'POST', path: string, body?: string, headers: Record<string, string> = {}) {
    const answer = await request(`${this.control}${path}`, { method, body: body ?? null, headers });
    return { status: answer.statusCode, body: JSON.parse(await text(answer.body)) };
  }

  /** Whether anybody still listens where the gateway and the control API were. */
  async portsInUse(): Promise<string[]> {
    const urls = [this.url, this.control];
    const open = await Promise.all(urls.map(async (url) => ((await answers(new URL(url))) ? [url] : [])));
    return open.flat();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.child.kill('SIGKILL');
    if (this.child.exitCode === null && this.child.signalCode === null) await this.ended;
  }
}

async function within<T>(promise: Promise<T>, ms: number): Promise<T | null> {
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), ms);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function answers({ hostname, port }: URL): Promise<boolean> {
  const socket = connect({ host: hostname, port: Number(port) });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
