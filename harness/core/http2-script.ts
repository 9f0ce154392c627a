import type { Field } from './http.ts';
import type { Bytes } from './script.ts';

/** What a server of HTTP/2 owes its peer, and may be told to leave out. */
export type Http2Duty =
  /** Its own SETTINGS frame, which must be the first that it sends (RFC 9113 section 3.4). */
  | 'settings'
  /** The acknowledgement of SETTINGS (section 6.5.3). */
  | 'settings-ack'
  /** The acknowledgement of PING (section 6.7). */
  | 'ping-ack'
  /** WINDOW_UPDATE for the octets that it has read (section 5.2). */
  | 'window-update';

/** How an upstream behaves on connections whose client speaks HTTP/2: plain data. */
export interface Http2Conduct {
  /** Its first SETTINGS: identifier and value of each parameter (RFC 9113 section 6.5.2). */
  readonly settings?: readonly (readonly [identifier: number, value: number])[] | undefined;
  readonly leavesOut?: readonly Http2Duty[] | undefined;
}

/**
 * What an upstream can do on a connection whose client speaks HTTP/2; on any other the step does nothing, and says so. All
 * but frames of the connection go to the stream of the request that was read last.
 */
export type Http2Step =
  /**
   * HEADERS with these fields as they are, and the correlation id: what is broken is sent broken. `end` sets END_STREAM.
   * `trailers` have no correlation id, and always end the stream.
   */
  | {
      readonly do: 'h2-head';
      readonly fields: readonly Field[];
      readonly end?: boolean | undefined;
      readonly trailers?: boolean | undefined;
    }
  | { readonly do: 'h2-data'; readonly bytes: Bytes; readonly end?: boolean | undefined }
  /** RST_STREAM with an error code. */
  | { readonly do: 'h2-reset'; readonly code: number }
  /** Any frame at all, so many times over. */
  | {
      readonly do: 'h2-frame';
      readonly type: number;
      readonly flags?: number | undefined;
      readonly on: 'stream' | 'connection';
      readonly payload: Bytes;
      readonly times?: number | undefined;
    };
