import type { Defect, ParsedResponse } from '../core/evidence.ts';
import { fieldMembers } from '../core/field-members.ts';
import { bodyFraming, type Framing, isInterim } from './body-framing.ts';
import { type BodyReader, bodyReader, type ReadState } from './body-reader.ts';
import { ByteQueue } from './byte-queue.ts';
import { DefectList } from './defect-list.ts';
import { type Head, HeadReader } from './head-reader.ts';

/** How the stream ended: still open, by a FIN, by an RST, or nobody ended it in time. */
export type StreamEnd = 'kept' | 'fin' | 'rst' | 'timeout';

/** All that one stream of octets came to, read as the answer to one request. */
export interface Reading {
  readonly interim: readonly ParsedResponse[];
  /** Null where no head was received whole. */
  readonly final: ParsedResponse | null;
  /** Octets after the end of the final response. */
  readonly leftover: number;
  readonly defects: readonly Defect[];
}

interface Message {
  readonly head: Head;
  readonly framing: Framing;
  readonly body: BodyReader;
}

/**
 * A strict parser of the responses to one request, interim ones and the final one (RFC 9112), for judging: it reports
 * each defect and reads on behind those that can be recovered from, and gives up (`lost`) where no message boundary can
 * be trusted any more. It never throws, takes time linear in the octets, and how they are cut into pieces does not
 * change the result.
 */
export class ResponseParser {
  readonly #method: string;
  readonly #queue = new ByteQueue();
  readonly #defects = new DefectList();
  readonly #interim: ParsedResponse[] = [];
  #head = this.#newHead();
  /** Where the message that is now read began. */
  #messageAt = 0;
  #final: Message | null = null;
  #state: ReadState = 'more';

  constructor(method: string) {
    this.#method = method;
  }

  /** `complete` when the final response ended by its own framing; `lost` when nothing more can be understood. */
  get state(): ReadState {
    return this.#state;
  }

  /** Octets of the final response's decoded body so far. */
  get bodyBytes(): number {
    return this.#final?.body.bytes ?? 0;
  }

  /** Whether a 100 (Continue) came. */
  get continued(): boolean {
    return this.#interim.some(({ status }) => status === 100);
  }

  /** The head of the final response, once it has come. */
  get finalHead(): Head | null {
    return this.#final?.head ?? null;
  }

  /** Whether the server keeps the connection open after this response (RFC 9112 section 9.3). */
  get persistent(): boolean {
    if (this.#state !== 'complete' || !this.#final || this.#final.head.status === 101) return false;
    const { fields, version } = this.#final.head;
    const options = fieldMembers(fields, 'Connection');
    return !options.includes('close') && (version !== 'HTTP/1.0' || options.includes('keep-alive'));
  }

  /** Reads a piece of the stream. */
  push(piece: Buffer): void {
    this.#queue.push(piece);
    while (this.#state === 'more' && !this.#final) {
      const head = this.#head.read(this.#queue);
      if (head === 'more') return;
      if (head === 'lost') this.#state = 'lost';
      else this.#take(head);
    }
    if (this.#state === 'more' && this.#final) this.#state = this.#final.body.read(this.#queue);
  }

  /** What was read, given how the stream ended. */
  finish(end: StreamEnd): Reading {
    const cut = this.#state === 'more' && !this.#final && this.#queue.offset + this.#queue.length > this.#messageAt;
    if (cut) this.#defects.add('incomplete-head', this.#messageAt);
    return {
      interim: [...this.#interim],
      final: this.#final && this.#response(this.#final, end),
      leftover: this.#state === 'complete' ? this.#queue.length : 0,
      defects: this.#defects.toArray(),
    };
  }

  #take(head: Head): void {
    const framing = bodyFraming(this.#method, head, head.fields, (code) => this.#defects.add(code, head.at));
    const body = bodyReader(framing, (code, offset) => this.#defects.add(code, offset));
    const message = { head, framing, body };
    if (isInterim(head.status)) {
      this.#interim.push(this.#response(message, 'kept'));
      this.#head = this.#newHead();
      this.#messageAt = this.#queue.offset;
    } else this.#final = message;
  }

  #newHead(): HeadReader {
    return new HeadReader((code, offset) => this.#defects.add(code, offset));
  }

  #response({ head, framing, body }: Message, end: StreamEnd): ParsedResponse {
    const { version, status, reason, fields } = head;
    // RFC 9112 section 8: where there is no length, only an orderly close says that the body is whole.
    const closed = framing.kind === 'close-delimited' && end === 'fin';
    return {
      version,
      status,
      reason,
      fields,
      trailers: body.trailers,
      body: Buffer.concat(body.pieces),
      framing: framing.kind,
      complete: framing.kind === 'none' || closed || this.#state === 'complete',
      ...(body.contentComplete && this.#state === 'more' && { contentComplete: true }),
    };
  }
}
