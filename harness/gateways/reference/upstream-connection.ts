import type { Timeouts } from '../../core/evidence.ts';
import { ByteSource, type Source } from './byte-source.ts';
import { ClientGone, RequestRefused, UpstreamFailure } from './failures.ts';
import { Patience } from './patience.ts';
import { isTlsError, tlsFailure } from './tls-failure.ts';
import type { UpstreamLine } from './upstream-socket.ts';
import { write } from './write.ts';

/** One connection to an upstream: it carries one exchange at a time. */
export class UpstreamConnection implements Source {
  readonly timeouts: Timeouts;
  /** Counts the read timeout; told who is to act by the upload. */
  readonly patience: Patience;
  /** True when the upstream has sent something since the request began. */
  answering = false;
  readonly #socket: UpstreamLine;
  readonly #source: ByteSource;

  constructor(socket: UpstreamLine, timeouts: Timeouts) {
    this.#socket = socket;
    this.#source = new ByteSource(socket);
    this.timeouts = timeouts;
    this.patience = new Patience(timeouts.read, () =>
      this.fail(new UpstreamFailure('connection_read_timeout', `nothing was received for ${timeouts.read} ms`)),
    );
  }

  /** True when the upstream is there and has sent nothing that was not read. */
  get quiet(): boolean {
    return this.#source.quiet;
  }

  /** True when the upstream still takes what we send. */
  get writable(): boolean {
    return !this.#socket.broken && !this.#source.ended;
  }

  /** The next octets of the upstream; null after its FIN. Rejects with an UpstreamFailure, or as `fail` was told. */
  async read(): Promise<Buffer | null> {
    const bytes = await this.patience.during(() => this.#source.read()).catch(asFailure);
    if (bytes === null && this.#socket.broken) throw asTerminated();
    if (bytes !== null) this.answering = true;
    return bytes;
  }

  unread(bytes: Buffer): void {
    this.#source.unread(bytes);
  }

  /**
   * Sends octets, waiting until the kernel took them: true. False when the upstream takes no more; what it has answered
   * can still be read. A stall of the read timeout's length is the upstream's failure, unless it is answering already.
   */
  async send(bytes: Buffer): Promise<boolean> {
    const stalled = Promise.withResolvers<false>();
    const timer = setTimeout(() => this.#stalled(stalled.resolve), this.timeouts.read);
    try {
      return (await Promise.race([write(this.#socket, bytes), stalled.promise])) && this.writable;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Calls `watcher` when the upstream sends something or ends; null for no more. */
  watch(watcher: (() => void) | null): void {
    this.#source.watch(watcher);
  }

  /** Gives the connection up: whoever reads from it gets `error`. */
  fail(error: Error): void {
    this.#source.fail(error);
    this.#socket.destroy();
  }

  /** Closes the connection. */
  destroy(): void {
    this.#socket.destroy();
  }

  #stalled(giveUp: (sent: false) => void): void {
    if (!this.answering) this.fail(new UpstreamFailure('connection_write_timeout', 'the request was not taken'));
    giveUp(false);
  }
}

function asTerminated(): UpstreamFailure {
  return new UpstreamFailure('connection_terminated', 'the connection was reset');
}

/** An error of TLS says what it is; any other of the socket is the upstream's reset; what `fail` was told stays as it is. */
function asFailure(error: unknown): never {
  const ours = error instanceof UpstreamFailure || error instanceof ClientGone || error instanceof RequestRefused;
  if (ours) throw error;
  throw isTlsError(error) ? tlsFailure(error) : asTerminated();
}
