import { createHash } from 'node:crypto';
import { now } from '../core/clock.ts';
import type { Exchange, Phase } from '../core/evidence.ts';
import type { Address } from '../core/gateway.ts';
import type { RequestSpec } from '../core/scenario.ts';
import { type ComposedRequest, composeRequest } from './compose-request.ts';
import { isTunnel } from './connection-use.ts';
import { Conversation } from './conversation.ts';
import { ownTime } from './own-time.ts';
import { type Piece, RecordingSocket } from './recording-socket.ts';

/** Whose connection it is: the client's name in the scenario, and the ordinal among its connections, from 1. */
export interface ConnectionOwner {
  readonly client: string;
  readonly ordinal: number;
  /** What requests are for, where it is not the address that they are sent to. */
  readonly host?: string | null | undefined;
  /** Whether it speaks TLS. */
  readonly tls?: boolean | undefined;
}

/** One request to send, with what evidence says about it. */
export interface ExchangeRequest extends Omit<RequestSpec, 'client' | 'fresh'> {
  readonly phase: Phase;
  /** Correlation id. */
  readonly id: string;
  readonly upstream: string;
  readonly fault: string | null;
  readonly step: string;
  /** How long to wait for the exchange to end, in milliseconds; then it ended in `timeout`. */
  readonly deadlineMs: number;
  /** Gives the exchange up: the connection is destroyed and the promise rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /** Hears how many octets of the final response's decoded body there are, whenever there are more. */
  readonly onBody?: ((bodyBytesSoFar: number) => void) | undefined;
}

/**
 * One TCP connection of a client to the gateway, which sends exact octets and records what comes back and when.
 *
 * Octets that arrive while no request is under way belong to the next exchange on the connection, since that is where a
 * client that trusts the gateway would read them; where none follows, `amend` counts them to the last one. A gateway
 * that cannot be connected to makes an exchange without an octet that ended in `rst`.
 */
export class ClientConnection {
  readonly #socket: RecordingSocket;
  readonly #owner: ConnectionOwner;
  readonly #authority: string;
  #inSync = true;
  #requests = 0;

  private constructor(address: Address, owner: ConnectionOwner) {
    this.#owner = owner;
    this.#authority = owner.host ?? `${address.host}:${address.port}`;
    const serverName = owner.tls ? (owner.host ?? 'localhost') : null;
    this.#socket = new RecordingSocket(address, serverName);
  }

  /** Starts to connect; `exchange` waits for the connection within its own deadline. */
  static open(address: Address, owner: ConnectionOwner): ClientConnection {
    return new ClientConnection(address, owner);
  }

  /** Whether another request may be sent: open at both ends, and the last response left it in a known state. */
  get usable(): boolean {
    return this.#inSync && this.#socket.ended === null;
  }

  /** Sends one request and reads until its responses are over, the connection ends, or the deadline passes. */
  async exchange(request: ExchangeRequest): Promise<Exchange> {
    const startedAt = now();
    const composed = composeRequest({ ...request, authority: this.#authority });
    const nth = ++this.#requests;
    const dawdled = ownTime(composed, request);
    this.#inSync = false;
    try {
      const options = { ...request, deadline: startedAt + request.deadlineMs + dawdled };
      const answer = await new Conversation(this.#socket, composed, options).toEnd();
      const { pieces, reading, inSync, ...outcome } = answer;
      // Nobody knows what a server makes of octets written by hand.
      this.#inSync = inSync && !composed.raw;
      const { client, ordinal: connection } = this.#owner;
      const slow = { ...(dawdled > 0 && { dawdled }), ...(composed.raw && ({ byHand: true } as const)) };
      const asked = { ...about(request, composed), ...slow, client, connection, nth };
      return { ...asked, startedAt, endedAt: now(), ...reading, ...record(pieces), ...outcome, endedLater: null };
    } finally {
      if (!this.#inSync) this.destroy();
    }
  }

  /** The last exchange of this connection, with what came behind it: octets count as its leftover. */
  amend(last: Exchange): Exchange {
    if (last.aborted !== null || isTunnel(last, last.final)) return last;
    const late = record(this.#socket.take());
    return {
      ...last,
      received: Buffer.concat([last.received, late.received]),
      pieces: [...last.pieces, ...late.pieces],
      leftover: last.leftover + late.received.length,
      endedLater: this.#inSync ? this.#socket.end : null,
    };
  }

  /** Closes with a FIN. */
  close(): void {
    this.#inSync = false;
    this.#socket.close();
  }

  /** Lets go of the connection at once. */
  destroy(): void {
    this.#inSync = false;
    this.#socket.destroy();
  }
}

function about(request: ExchangeRequest, { fields, content }: ComposedRequest) {
  const { phase, id, method, target, version, upstream, fault, step } = request;
  const body = content && { bytes: content.length, hash: createHash('sha256').update(content).digest('hex') };
  return { phase, id, method, target, version, upstream, fault, step, fields, body };
}

function record(pieces: readonly Piece[]): Pick<Exchange, 'received' | 'pieces'> {
  return {
    received: Buffer.concat(pieces.map((piece) => piece.octets)),
    pieces: pieces.map((piece) => ({ at: piece.at, bytes: piece.octets.length })),
  };
}
