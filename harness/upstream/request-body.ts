import { createHash } from 'node:crypto';
import { fieldValues } from '../core/http.ts';
import type { RequestHead } from './request-head.ts';
import { names } from './request-head.ts';

/** Finds the end of one request's body in what comes. */
export interface BodyReader {
  /** Body bytes so far, without the chunked coding. */
  readonly bytes: number;
  readonly done: boolean;
  /** SHA-256 of the body bytes, in hex, once it is done. To be asked for once. */
  hash(): string;
  /** Takes what it can of the buffer and says how many octets that was; 0 means that it needs more at once. */
  take(buffer: Buffer): number;
}

/** The reader for a request's body, by its framing (RFC 9112 section 6.3, for requests). */
export function bodyReader(head: RequestHead): BodyReader {
  if (names(head, 'Transfer-Encoding', 'chunked')) return new ChunkedBody();
  const length = Number.parseInt(fieldValues(head.fields, 'Content-Length')[0] ?? '0', 10);
  return new LengthBody(Number.isNaN(length) ? 0 : length);
}

class LengthBody implements BodyReader {
  bytes = 0;
  readonly #length: number;
  readonly #hash = createHash('sha256');

  constructor(length: number) {
    this.#length = length;
  }

  get done(): boolean {
    return this.bytes >= this.#length;
  }

  take(buffer: Buffer): number {
    const taken = Math.min(buffer.length, this.#length - this.bytes);
    this.#hash.update(buffer.subarray(0, taken));
    this.bytes += taken;
    return taken;
  }

  hash(): string {
    return this.#hash.digest('hex');
  }
}

/** RFC 9112 section 7.1. A chunk size that is none leaves the body without an end. */
class ChunkedBody implements BodyReader {
  bytes = 0;
  done = false;
  readonly #hash = createHash('sha256');
  /** Octets of chunk data still to come. */
  #left = 0;
  #expect: 'size' | 'data' | 'data-end' | 'trailer' | 'nothing' = 'size';

  take(buffer: Buffer): number {
    if (this.#expect === 'nothing') return buffer.length;
    if (this.#expect === 'data') return this.#takeData(buffer);
    const end = buffer.indexOf('\n');
    if (end < 0) return 0;
    this.#takeLine(buffer.toString('latin1', 0, end).trim());
    return end + 1;
  }

  hash(): string {
    return this.#hash.digest('hex');
  }

  #takeData(buffer: Buffer): number {
    const taken = Math.min(buffer.length, this.#left);
    this.#hash.update(buffer.subarray(0, taken));
    this.bytes += taken;
    this.#left -= taken;
    if (this.#left === 0) this.#expect = 'data-end';
    return taken;
  }

  #takeLine(line: string): void {
    if (this.#expect === 'data-end') this.#expect = 'size';
    else if (this.#expect === 'trailer') this.done = line === '';
    else this.#takeSize(Number.parseInt(line, 16));
  }

  #takeSize(size: number): void {
    this.#left = size;
    if (Number.isNaN(size)) this.#expect = 'nothing';
    else this.#expect = size === 0 ? 'trailer' : 'data';
  }
}
