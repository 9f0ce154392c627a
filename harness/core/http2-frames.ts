import type { Http2Step } from './http2-script.ts';

/** Types of HTTP/2 frames (RFC 9113 section 6). */
export const FRAME = {
  data: 0x0,
  headers: 0x1,
  rstStream: 0x3,
  settings: 0x4,
  pushPromise: 0x5,
  ping: 0x6,
  goaway: 0x7,
  windowUpdate: 0x8,
  continuation: 0x9,
} as const;

/** Flags of HTTP/2 frames; ACK and END_STREAM are one bit in different frames. */
export const FLAG = { ack: 0x1, endStream: 0x1, endHeaders: 0x4, padded: 0x8, priority: 0x20 } as const;

/** Error codes of RST_STREAM and GOAWAY (RFC 9113 section 7). */
export const H2_ERROR = { noError: 0x0, internalError: 0x2, refusedStream: 0x7, enhanceYourCalm: 0xb } as const;

/** Parameters of SETTINGS (RFC 9113 section 6.5.2). */
export const SETTING = { maxConcurrentStreams: 0x3, initialWindowSize: 0x4 } as const;

/** A step that sends GOAWAY (RFC 9113 section 6.8): streams above `lastStream` were not and will not be processed. */
export function goaway(lastStream: number, code: number): Http2Step {
  const payload = { hex: hex32(lastStream) + hex32(code) };
  return { do: 'h2-frame', type: FRAME.goaway, on: 'connection', payload };
}

function hex32(value: number): string {
  return value.toString(16).padStart(8, '0');
}
