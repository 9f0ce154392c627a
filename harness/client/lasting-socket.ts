import { Socket } from 'node:net';

/** The part of a socket's handle that stops and starts reading. */
interface Handle {
  reading: boolean;
  readStop(): number;
  readStart(): number;
}

/**
 * A socket that goes on reading when it can no longer write. A gateway may answer an upload early and close; Node destroys
 * a socket whose write fails, and with it the answer that lies in the kernel (RFC 9112 section 9.5: a client keeps
 * reading).
 */
export class LastingSocket extends Socket {
  /** Errno name of the first write that failed; null while none has. */
  failure: string | null = null;

  constructor() {
    // Half-open, so that the gateway's FIN is not answered before the evidence is complete.
    super({ allowHalfOpen: true });
    this.setNoDelay(true);
  }

  override _write(chunk: unknown, encoding: BufferEncoding, done: () => void): void {
    super._write(chunk, encoding, this.#tolerate(done));
  }

  override _writev(chunks: { chunk: unknown; encoding: BufferEncoding }[], done: () => void): void {
    super._writev?.(chunks, this.#tolerate(done));
  }

  /** Leaves what comes in the kernel: `pause()` alone lets the handle fill the stream's own buffer first. */
  hold(): void {
    this.pause();
    const handle = this.#handle;
    if (!handle?.reading) return;
    handle.reading = false;
    handle.readStop();
  }

  /** Reads on. The stream believes that a read of its own is still under way, and would not begin another. */
  flow(): void {
    this.resume();
    const handle = this.#handle;
    if (!handle || handle.reading || this.connecting) return;
    handle.reading = true;
    handle.readStart();
  }

  get #handle(): Handle | null {
    return (this as unknown as { _handle?: Handle | null })._handle ?? null;
  }

  #tolerate(done: () => void): (error?: NodeJS.ErrnoException | null) => void {
    return (error) => {
      if (error) this.failure ??= error.code ?? error.message;
      done();
    };
  }
}
