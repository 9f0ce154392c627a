/** What this gateway holds in memory for one message, and how much it puts up with. Sizes in octets. */
export const LIMITS = {
  /** A request line; longer is 414 (RFC 9112 section 3 recommends at least 8000). */
  requestLine: 16_384,
  /** Start line and fields of a message: 431 from a client, 502 from an upstream. */
  head: 65_536,
  /** The line of a chunk's size with its extensions (RFC 9112 section 7.1.1 wants a limit). */
  chunkLine: 4096,
  /** All trailer fields of a message. */
  trailers: 65_536,
  /** Interim responses before the final one. */
  interim: 100,
  /** What may be left of a request body for the connection to be kept: it is read and thrown away. */
  drain: 65_536,
  /** Read from a socket ahead of need; above it the socket is paused. */
  readAhead: 65_536,
  /** Idle connections kept for one upstream. */
  idle: 64,
  /** Responses in one listener's cache, and the content of each. */
  stored: 256,
  storedBody: 1_048_576,
  /** Times that a request may have passed this gateway before it is taken to be in a loop. */
  hops: 8,
} as const;
