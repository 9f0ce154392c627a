import { now } from '../core/clock.ts';
import { toOctets } from '../core/to-octets.ts';
import type { TunnelOutcome, TunnelStep } from '../core/tunnel.ts';
import type { Piece, RecordingSocket } from './recording-socket.ts';

/** What a tunnel is played with. */
export interface TunnelOptions {
  readonly steps: readonly TunnelStep[];
  /** How long to wait where a step does not say it, in milliseconds. */
  readonly patience: number;
  readonly signal: AbortSignal;
}

/** The client's end of a tunnel: sends and awaits as the scenario says. */
export class Tunnel {
  readonly #socket: RecordingSocket;
  readonly #pieces: Piece[];
  readonly #options: TunnelOptions;
  #heard: string;
  /** How much of it was expected already. */
  #seen = 0;

  /** `early` is what came right behind the 101; the pieces that come are added to `pieces`. */
  constructor(socket: RecordingSocket, pieces: Piece[], early: Buffer, options: TunnelOptions) {
    this.#socket = socket;
    this.#pieces = pieces;
    this.#options = options;
    this.#heard = early.toString('latin1');
  }

  /** Goes through the steps, up to the first one that is awaited in vain. Rejects when the play is over. */
  async toEnd(): Promise<TunnelOutcome> {
    for (const [index, step] of this.#options.steps.entries()) {
      const began = now();
      if (await this.#play(step)) continue;
      const missed = { step: index, what: describe(step), ms: now() - began };
      return { missed, bytes: this.#heard.length };
    }
    return { missed: null, bytes: this.#heard.length };
  }

  async #play(step: TunnelStep): Promise<boolean> {
    switch (step.do) {
      case 'send':
        return await this.#socket.write(toOctets(step.bytes));
      case 'expect':
        return await this.#until(() => this.#expect(step.text), step.within);
      case 'end':
        return await this.#until(() => this.#socket.ended !== null, step.within);
      case 'stall':
        await this.#until(() => false, step.ms);
        return true;
      case 'close':
        await this.#socket.halfClose();
        return true;
      case 'reset':
        this.#socket.reset();
        return true;
    }
  }

  #expect(text: string): boolean {
    const at = this.#heard.indexOf(text, this.#seen);
    if (at !== -1) this.#seen = at + text.length;
    return at !== -1;
  }

  async #until(met: () => boolean, within: number | null): Promise<boolean> {
    const limit = now() + (within ?? this.#options.patience);
    for (;;) {
      const ended = this.#socket.ended !== null;
      this.#take();
      if (met()) return true;
      if (now() >= limit || ended) return false;
      await this.#socket.change(limit, this.#options.signal);
    }
  }

  #take(): void {
    for (const piece of this.#socket.take()) {
      this.#pieces.push(piece);
      this.#heard += piece.octets.toString('latin1');
    }
  }
}

function describe(step: TunnelStep): string {
  if (step.do === 'expect') return `${JSON.stringify(step.text)} through the tunnel`;
  return step.do === 'end' ? 'the end of the tunnel' : `octets to be taken (${step.do})`;
}
