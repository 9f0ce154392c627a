import { now } from '../core/clock.ts';
import type { Exchange } from '../core/evidence.ts';
import { fieldMembers } from '../core/field-members.ts';
import type { ComposedRequest } from './compose-request.ts';
import type { ResponseParser } from './response-parser.ts';
import type { Upload } from './upload.ts';

/** How long a client waits for a 100 before it sends its content all the same, in milliseconds (RFC 9110 section 10.1.1). */
const PATIENCE = 3000;

/** A client's wait for a 100 (Continue): the content is held until one came, a final response did, or patience ends. */
export class ContinueWait {
  readonly #upload: Upload;
  readonly #until: number;
  #outcome: Exchange['continued'];

  /** Starts the upload, held where the request asks for a 100 and has content that could wait. */
  constructor(upload: Upload, request: ComposedRequest, version: Exchange['version']) {
    this.#upload = upload;
    const asks = fieldMembers(request.fields, 'Expect').includes('100-continue') && version === '1.1';
    const held = asks && ((request.content?.length ?? 0) > 0 || request.chunked);
    this.#outcome = held ? 'not-sent' : null;
    this.#until = now() + PATIENCE;
    upload.start(held);
  }

  get outcome(): Exchange['continued'] {
    return this.#outcome;
  }

  /** When to look again, on core/clock. */
  get until(): number {
    return this.#upload.held ? this.#until : Number.POSITIVE_INFINITY;
  }

  /** Lets the content go, or drops it, as things are now. */
  look(parser: ResponseParser): void {
    if (!this.#upload.held) return;
    if (parser.continued) this.#go('by-100');
    else if (parser.finalHead) this.#upload.stop();
    else if (now() >= this.#until) this.#go('by-patience');
  }

  #go(outcome: Exchange['continued']): void {
    this.#outcome = outcome;
    this.#upload.release();
  }
}
