import type { Body } from './body.ts';
import { chunk, LAST_CHUNK } from './chunk.ts';
import { ClientGone, RequestRefused } from './failures.ts';
import { LineError } from './read-line.ts';
import type { RequestHead } from './request-parser.ts';
import type { UpstreamConnection } from './upstream-connection.ts';

/**
 * The way of a request to the upstream, beside the way of its response. It goes on when the response comes early (RFC
 * 9110 section 7.5), and when the upstream takes no more it reads the rest of the body and throws it away, so that the
 * next request on the client's connection begins where it should.
 */
export class Upload {
  readonly #request: RequestHead;
  readonly #body: Body;
  #target: UpstreamConnection | null = null;
  #running: Promise<void> | null = null;
  /** True when the upstream was sent all of the request. */
  complete = false;

  constructor(request: RequestHead, body: Body) {
    this.#request = request;
    this.#body = body;
  }

  /** True when the client has sent all of the body. */
  get received(): boolean {
    return this.#body.finished;
  }

  /** True while the upstream takes what the client sends. */
  get flowing(): boolean {
    return this.#target !== null;
  }

  /** What the client has still to send, in octets; null where that is not known. */
  get left(): number | null {
    return this.#body.left;
  }

  /** Begins to send the request: `head`, then the body as the client sends it, which is awaited piece by piece. */
  start(connection: UpstreamConnection, head: Buffer): void {
    this.#target = connection;
    connection.answering = false;
    connection.patience.owe(false);
    this.#running = this.#send(connection, head);
  }

  /** Stops sending; what the client still sends is thrown away. */
  abandon(): void {
    this.#target = null;
    this.#running ??= this.#pump();
  }

  /** The upstream asked for the body: the client is the one to act. */
  continued(): void {
    if (!this.received) this.#target?.patience.owe(false);
  }

  /** Settles when there is no more to send or to throw away. Never rejects. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async #send(connection: UpstreamConnection, head: Buffer): Promise<void> {
    await this.#deliver(head);
    if (this.#request.expectsContinue) connection.patience.owe(true);
    await this.#pump();
    connection.patience.owe(true);
  }

  async #pump(): Promise<void> {
    try {
      for (let piece = await this.#body.next(); piece !== null; piece = await this.#body.next()) {
        this.continued();
        await this.#deliver(this.#chunked ? chunk(piece) : piece);
      }
      if (this.#chunked) await this.#deliver(LAST_CHUNK);
      this.complete = this.#target !== null;
    } catch (error) {
      this.#target?.fail(clientFailure(error));
    }
  }

  get #chunked(): boolean {
    return this.#request.framing.kind === 'chunked';
  }

  async #deliver(bytes: Buffer): Promise<void> {
    const target = this.#target;
    if (target === null || (await target.send(bytes))) return;
    target.patience.owe(true);
    if (this.#target === target) this.#target = null;
  }
}

/** A body that breaks off means that the client is gone; one that breaks its framing is refused. */
function clientFailure(error: unknown): Error {
  if (error instanceof RequestRefused) return error;
  if (error instanceof LineError && error.kind !== 'cut') return new RequestRefused(400, 'The body is not valid.');
  return new ClientGone();
}
