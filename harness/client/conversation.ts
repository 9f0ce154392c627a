import { now } from '../core/clock.ts';
import type { Exchange } from '../core/evidence.ts';
import type { RequestSpec } from '../core/scenario.ts';
import type { ComposedRequest } from './compose-request.ts';
import { isTunnel, persists } from './connection-use.ts';
import { ContinueWait } from './continue-wait.ts';
import type { Piece, RecordingSocket } from './recording-socket.ts';
import { type Reading, ResponseParser, type StreamEnd } from './response-parser.ts';
import { SlowReader } from './slow-reader.ts';
import { Tunnel } from './tunnel.ts';
import { Upload } from './upload.ts';

/** How long to wait for the end of a connection that will not be used again, in milliseconds: leftovers and an RST come here. */
const LINGER = 1000;

/** What there is to know of a request whose responses are read. */
export interface ConversationOptions
  extends Pick<RequestSpec, 'method' | 'version' | 'abort' | 'read' | 'upload' | 'tunnel'> {
  /** When to stop waiting, on core/clock. */
  readonly deadline: number;
  readonly signal: AbortSignal;
  readonly onBody?: ((bodyBytesSoFar: number) => void) | undefined;
}

/** What came of one request. */
export interface Answer extends Pick<Exchange, 'bodySent' | 'sent' | 'continued' | 'aborted' | 'tunnel'> {
  readonly pieces: readonly Piece[];
  readonly reading: Reading;
  readonly ended: StreamEnd;
  /** Whether the connection is open, stays open, and the next octet on it is the first of the next response. */
  readonly inSync: boolean;
}

/**
 * One request and its responses on a connection: sends and reads at the same time, until the final response is over and
 * the request sent. Where the connection does not persist, it goes on to its end for at most a second, so that what the
 * gateway sends too much is seen.
 */
export class Conversation {
  readonly #socket: RecordingSocket;
  readonly #request: ComposedRequest;
  readonly #options: ConversationOptions;
  readonly #parser: ResponseParser;
  readonly #upload: Upload;
  readonly #reader: SlowReader;
  readonly #pieces: Piece[] = [];
  #lingersUntil: number | null = null;
  #tunnelled: Exchange['tunnel'];
  #aborted: Exchange['aborted'] = null;

  constructor(socket: RecordingSocket, request: ComposedRequest, options: ConversationOptions) {
    this.#socket = socket;
    this.#request = request;
    this.#options = options;
    this.#parser = new ResponseParser(options.method);
    const { abort, upload, read } = options;
    this.#reader = new SlowReader(socket, read ?? null);
    this.#upload = new Upload(socket, request, abort && 'sent' in abort.after ? abort.after.sent : null, upload);
  }

  /** Sends and reads to the end. Rejects with the signal's reason when it is aborted. */
  async toEnd(): Promise<Answer> {
    const wait = new ContinueWait(this.#upload, this.#request, this.#options.version);
    try {
      const ended = await this.#converse(wait);
      const reading = this.#parser.finish(ended);
      return {
        pieces: this.#pieces,
        // What follows a 101 is the tunnel's.
        reading: this.#tunnel ? { ...reading, leftover: 0 } : reading,
        ended,
        inSync:
          ended === 'kept' &&
          this.#aborted === null &&
          this.#isOver &&
          this.#upload.state === 'whole' &&
          reading.leftover === 0,
        bodySent: this.#upload.contentSent,
        sent: this.#upload.written,
        continued: wait.outcome,
        aborted: this.#aborted,
        ...(this.#tunnelled && { tunnel: this.#tunnelled }),
      };
    } finally {
      this.#upload.stop();
      this.#socket.flow();
    }
  }

  async #converse(wait: ContinueWait): Promise<StreamEnd> {
    for (;;) {
      const { ended } = this.#socket;
      this.#takePieces();
      wait.look(this.#parser);
      this.#reader.look(this.#parser.bodyBytes);
      if (ended !== 'rst' && this.#mayAbort) return await this.#abort();
      if (this.#tunnel && this.#options.tunnel) return await this.#playTunnel(this.#options.tunnel);
      if (ended) return ended;
      if (this.#tunnel || this.#isOver) return 'kept';
      const limit = this.#limit();
      if (now() >= limit) return this.#parser.state === 'more' ? 'timeout' : 'kept';
      await this.#socket.change(Math.min(limit, wait.until, this.#reader.until), this.#options.signal);
    }
  }

  /** Whether the response is over, the connection goes on, and nothing more is to be sent. */
  get #isOver(): boolean {
    return this.#persists && (this.#upload.state === 'whole' || this.#upload.state === 'broken off');
  }

  get #persists(): boolean {
    return persists({ ...this.#options, fields: this.#request.fields }, this.#parser);
  }

  get #tunnel(): boolean {
    return isTunnel({ ...this.#options, fields: this.#request.fields }, this.#parser.finalHead);
  }

  /** A body goes on behind its answer while the connection does; where it does not, sending and waiting end soon. */
  #limit(): number {
    const { deadline } = this.#options;
    const lingers = this.#parser.state !== 'more' && (!this.#persists || this.#upload.state === 'failed');
    if (!lingers) return deadline;
    this.#upload.stop();
    this.#lingersUntil ??= Math.min(deadline, now() + LINGER);
    return this.#lingersUntil;
  }

  #takePieces(): void {
    const before = this.#parser.bodyBytes;
    for (const piece of this.#socket.take()) {
      this.#pieces.push(piece);
      this.#parser.push(piece.octets);
    }
    if (this.#parser.bodyBytes > before) this.#options.onBody?.(this.#parser.bodyBytes);
  }

  /** Whether the moment has come at which the scenario wants the client to go. */
  get #mayAbort(): boolean {
    const { abort } = this.#options;
    if (!abort) return false;
    const { contentSent, state } = this.#upload;
    if ('sent' in abort.after) return state === 'broken off' && contentSent >= abort.after.sent;
    const { received } = abort.after;
    return received === 0 ? state === 'whole' : this.#parser.bodyBytes >= received;
  }

  async #playTunnel(steps: NonNullable<RequestSpec['tunnel']>): Promise<StreamEnd> {
    const received = Buffer.concat(this.#pieces.map(({ octets }) => octets));
    const early = received.subarray(received.indexOf('\r\n\r\n', received.indexOf(' 101 ')) + 4);
    const { deadline, signal } = this.#options;
    const options = { steps, patience: Math.max(0, deadline - now()), signal };
    this.#tunnelled = await new Tunnel(this.#socket, this.#pieces, early, options).toEnd();
    return this.#socket.ended ?? 'kept';
  }

  async #abort(): Promise<StreamEnd> {
    this.#aborted = this.#options.abort?.how ?? null;
    if (this.#aborted === 'rst') this.#socket.reset();
    else await this.#socket.finish(Math.min(this.#options.deadline, now() + LINGER), this.#options.signal);
    return 'kept';
  }
}
