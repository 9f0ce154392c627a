import { Socket } from 'node:net';

/** A connection to an upstream, with TLS or without. */
export type UpstreamLine = Socket & {
  /** True when a write failed, or TLS was cut off: an end of the stream is then no orderly one. */
  readonly broken: boolean;
};

/**
 * A socket that goes on reading when it can no longer write. An upstream may answer 413 and close while we upload; Node
 * destroys a socket whose write fails, and with it the answer that lies in the kernel. RFC 9112 section 9.5 wants that
 * answer read.
 */
export class UpstreamSocket extends Socket {
  /** True when a write failed: an end of the stream is then no orderly FIN. */
  broken = false;

  constructor() {
    super({ allowHalfOpen: true });
    this.setNoDelay(true);
  }

  override _write(chunk: unknown, encoding: BufferEncoding, done: () => void): void {
    super._write(chunk, encoding, this.#tolerate(done));
  }

  override _writev(chunks: { chunk: unknown; encoding: BufferEncoding }[], done: () => void): void {
    super._writev?.(chunks, this.#tolerate(done));
  }

  #tolerate(done: () => void): (error?: Error | null) => void {
    return (error) => {
      if (error) this.broken = true;
      done();
    };
  }
}
