import type { Socket } from 'node:net';
import type { Seen } from '../core/evidence.ts';

/** Who ended a connection, and how. */
export type EndedBy = Extract<Seen, { kind: 'closed' }>['by'];

/** What a wire tells its connection. */
export interface WireEvents {
  data(chunk: Buffer): void;
  /** The peer sent a FIN or an RST: nothing more will come. */
  peerGone(): void;
  closed(by: EndedBy): void;
  /** These octets are about to be handed to the kernel. */
  sending(octets: Buffer): void;
}

/** How long a departing connection may take to hand its last bytes to the kernel, in milliseconds. */
const LEAVE_WITHIN = 250;

/** One accepted TCP connection, in the words of TCP: bytes, FIN and RST. It remembers who ended it first. */
export class Wire {
  readonly #socket: Socket;
  readonly #events: WireEvents;
  #by: EndedBy | null = null;
  #reading = false;
  #diverted = false;
  /** Set where the peer's FIN is to stay without ours. */
  leftOpen = false;
  /** Set where bytes were seen to lie unread in the kernel. */
  unread = false;

  /** The socket comes paused (`pauseOnConnect`), so that a script can leave the request unread from the start. */
  constructor(socket: Socket, events: WireEvents) {
    this.#socket = socket;
    this.#events = events;
    socket.on('data', (chunk: Buffer) => events.data(chunk));
    socket.on('end', () => {
      this.#by ??= 'peer-fin';
      events.peerGone();
    });
    socket.on('error', () => {
      this.#by ??= 'peer-rst';
      events.peerGone();
    });
    socket.on('close', () => events.closed(this.#by ?? 'our-fin'));
  }

  get received(): number {
    return this.#socket.bytesRead;
  }

  get sent(): number {
    return this.#socket.bytesWritten;
  }

  /** Resolves when the kernel has taken the bytes, so that an RST sent next cannot overtake them in this process. */
  send(bytes: Buffer): Promise<void> {
    this.#events.sending(bytes);
    return new Promise((resolve, reject) => {
      this.#socket.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** Sends a FIN behind all that was sent, and reads on: closing with unread bytes would turn the FIN into an RST. */
  fin(): Promise<void> {
    if (this.#diverted || this.leftOpen) return Promise.resolve();
    this.startReading();
    return new Promise((resolve) => {
      this.#socket.end(() => {
        this.#by ??= 'our-fin';
        resolve();
      });
    });
  }

  /** Sends an RST (SO_LINGER 0). */
  reset(): void {
    this.#by ??= 'our-rst';
    this.#socket.resetAndDestroy();
  }

  /**
   * Goes as a process goes that exits: the kernel closes the socket, by a FIN, or by an RST where bytes lie unread (RFC 9293
   * section 3.6.1).
   */
  leave(): void {
    this.#by ??= this.unread ? 'our-rst' : 'our-fin';
    if (!this.#reading) {
      this.#socket.destroy();
      return;
    }
    this.#socket.destroySoon();
    const timer = setTimeout(() => this.#socket.destroy(), LEAVE_WITHIN);
    this.#socket.once('close', () => clearTimeout(timer));
  }

  /** Leads all that comes to `other`, and what comes from there back: octets, FIN and RST. Nothing is done here any more. */
  divert(other: Socket): void {
    this.#diverted = true;
    this.#socket.removeAllListeners('data').on('data', (chunk: Buffer) => other.write(chunk));
    this.#socket.on('end', () => other.end());
    this.#socket.on('close', () => other.destroySoon());
    other.on('data', (chunk) => this.#socket.writable && this.#socket.write(chunk));
    other.on('end', () => this.#socket.end());
    other.on('error', () => this.reset());
  }

  /** True where the peer has sent its FIN, and nobody ended the connection before. */
  get peerLeft(): boolean {
    return this.#by === 'peer-fin';
  }

  startReading(): void {
    this.#reading = true;
    this.#socket.resume();
  }

  /**
   * Leaves what comes next in the kernel's buffer. `pause()` alone lets the handle read one chunk more, which is one too
   * many here; the handle's own `readStop` is the only way to stop a socket that has begun to read.
   */
  stopReading(): void {
    if (!this.#reading) return;
    this.#reading = false;
    this.#socket.pause();
    const { _handle: handle } = this.#socket as unknown as {
      _handle?: { reading: boolean; readStop(): number } | null;
    };
    if (!handle) return;
    handle.reading = false;
    handle.readStop();
  }

  /** The connection as /proc/net/tcp names it. */
  get tuple(): { readonly local: [string, number]; readonly remote: [string, number] } {
    const { localAddress = '', localPort = 0, remoteAddress = '', remotePort = 0 } = this.#socket;
    return { local: [localAddress, localPort], remote: [remoteAddress, remotePort] };
  }
}
