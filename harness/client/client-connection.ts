import { now } from '../core/clock.ts';
import type { Exchange, Phase } from '../core/evidence.ts';
import type { Address } from '../core/gateway.ts';
import { readResponses } from './read-responses.ts';
import { type Piece, RecordingSocket } from './recording-socket.ts';
import { requestBytes } from './request-bytes.ts';

/** Whose connection it is: the client's name in the scenario, and the ordinal among its connections, from 1. */
export interface ConnectionOwner {
  readonly client: string;
  readonly ordinal: number;
}

/** One request to send, with what evidence says about it. */
export interface ExchangeRequest {
  readonly phase: Phase;
  /** Correlation id. */
  readonly id: string;
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
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
    this.#authority = `${address.host}:${address.port}`;
    this.#socket = new RecordingSocket(address);
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
    const sent = requestBytes({ ...request, authority: this.#authority });
    const nth = ++this.#requests;
    this.#inSync = false;
    try {
      this.#socket.write(sent);
      const answer = await readResponses(this.#socket, { ...request, deadline: startedAt + request.deadlineMs });
      this.#inSync = answer.inSync;
      const { phase, id, method, target, upstream, fault, step } = request;
      const { client, ordinal: connection } = this.#owner;
      const about = { phase, id, method, target, upstream, fault, step, client, connection, nth };
      return {
        ...about,
        sent,
        startedAt,
        endedAt: now(),
        ...answer.reading,
        ...record(answer.pieces),
        ended: answer.ended,
      };
    } finally {
      if (!this.#inSync) this.destroy();
    }
  }

  /** The last exchange of this connection, with the octets that came behind it counted as its leftover. */
  amend(last: Exchange): Exchange {
    const late = record(this.#socket.take());
    return {
      ...last,
      received: Buffer.concat([last.received, late.received]),
      pieces: [...last.pieces, ...late.pieces],
      leftover: last.leftover + late.received.length,
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

function record(pieces: readonly Piece[]): Pick<Exchange, 'received' | 'pieces'> {
  return {
    received: Buffer.concat(pieces.map((piece) => piece.octets)),
    pieces: pieces.map((piece) => ({ at: piece.at, bytes: piece.octets.length })),
  };
}
