import type { Field } from '../core/http.ts';

/** An HTTP response as a client got it, however it was read. */
export interface Answer {
  /** `HTTP/1.1`, `HTTP/2`. */
  readonly version: string;
  readonly status: number;
  /** Empty in HTTP/2, which has none. */
  readonly reason: string;
  readonly fields: readonly Field[];
  /** Without its codings; at most the first 64 KiB, which is more than any error page has. */
  readonly body: string;
  /** Whether less came than was announced; null where that cannot be told. */
  readonly cut: boolean | null;
}

/** Octets of a body that are looked at. */
export const BODY_LIMIT = 65_536;
