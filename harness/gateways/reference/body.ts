import type { Source } from './byte-source.ts';
import { ChunkedBody } from './chunked-body.ts';
import { LengthBody } from './length-body.ts';
import { UntilFinBody } from './until-fin-body.ts';

/** How a message's body is delimited (RFC 9112 section 6.3). */
export type Framing =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly length: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'until-fin' };

/** A body, read piece by piece. */
export interface Body {
  /** The next octets of content, never empty; null after the end. Rejects with a LineError, or as its source does. */
  next(): Promise<Buffer | null>;
  /** True when the whole body was read. */
  readonly finished: boolean;
  /** Octets still to come; null where that is not known. */
  readonly left: number | null;
}

/** The body that follows a head with this framing. */
export function openBody(framing: Framing, source: Source): Body {
  switch (framing.kind) {
    case 'none':
      return new LengthBody(source, 0);
    case 'length':
      return new LengthBody(source, framing.length);
    case 'chunked':
      return new ChunkedBody(source);
    case 'until-fin':
      return new UntilFinBody(source);
  }
}
