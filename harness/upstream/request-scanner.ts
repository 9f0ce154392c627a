import type { BodyReader } from './request-body.ts';
import { bodyReader } from './request-body.ts';
import type { RequestHead } from './request-head.ts';
import { parseRequestHead } from './request-head.ts';

/** What the scanner finds. */
export interface ScannerEvents {
  head(head: RequestHead): void;
  end(bodyBytes: number, bodyHash: string): void;
}

/** A head longer than this is taken for no request. */
const MAX_HEAD = 1024 * 1024;

/**
 * Finds HTTP/1 requests in what a connection receives. It watches only: whatever the script does, and however broken the
 * bytes are, it never answers and never fails. Bytes that are no request are passed over to the connection's end.
 */
export class RequestScanner {
  readonly #events: ScannerEvents;
  #buffer: Buffer = Buffer.alloc(0);
  #body: BodyReader | null = null;
  #lost = false;

  constructor(events: ScannerEvents) {
    this.#events = events;
  }

  /** True between two requests, when no byte of the next one has come. */
  get atRest(): boolean {
    return !this.#lost && this.#body === null && this.#buffer.length === 0;
  }

  /** Octets of the current request's body so far. */
  get bodyBytes(): number {
    return this.#body?.bytes ?? 0;
  }

  push(chunk: Buffer): void {
    if (this.#lost) return;
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
    while (this.#body ? this.#scanBody(this.#body) : this.#scanHead());
  }

  /** Each scan says whether it got on, so that there may be more to find in the buffer. */
  #scanHead(): boolean {
    this.#skipEmptyLines();
    const end = headEnd(this.#buffer);
    if (!end) {
      if (this.#buffer.length > MAX_HEAD) this.#giveUp();
      return false;
    }
    const head = parseRequestHead(this.#buffer.toString('latin1', 0, end.text).trimEnd());
    if (!head) return this.#giveUp();
    this.#drop(end.next);
    this.#body = bodyReader(head);
    this.#events.head(head);
    return true;
  }

  #scanBody(body: BodyReader): boolean {
    const taken = body.done ? 0 : body.take(this.#buffer);
    this.#drop(taken);
    if (!body.done) return taken > 0 && this.#buffer.length > 0;
    this.#body = null;
    this.#events.end(body.bytes, body.hash());
    return this.#buffer.length > 0;
  }

  /** Empty lines before a request line are passed over (RFC 9112 section 2.2). */
  #skipEmptyLines(): void {
    let start = 0;
    while (this.#buffer[start] === 0x0d || this.#buffer[start] === 0x0a) start += 1;
    this.#drop(start);
  }

  #drop(bytes: number): void {
    this.#buffer = this.#buffer.subarray(bytes);
  }

  #giveUp(): false {
    this.#lost = true;
    this.#buffer = Buffer.alloc(0);
    return false;
  }
}

/** Where a head's text ends and where the body begins; a bare LF may end a line (RFC 9112 section 2.2). */
function headEnd(buffer: Buffer): { readonly text: number; readonly next: number } | null {
  const ends = ['\n\r\n', '\n\n'].map((mark) => ({ text: buffer.indexOf(mark), length: mark.length }));
  const [first] = ends.filter((end) => end.text >= 0).sort((a, b) => a.text - b.text);
  return first ? { text: first.text, next: first.text + first.length } : null;
}
