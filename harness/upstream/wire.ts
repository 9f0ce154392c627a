import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Seen } from '../core/evidence.ts';
import type { TlsProfile } from '../core/tls.ts';
import { TlsLine } from './tls/tls-line.ts';
import type { TlsServer } from './tls/tls-server.ts';

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

/** Content of an alert (RFC 8446 section 6): its level, and its code. */
const ALERT = 21;
const FATAL = 2;
const CLOSE_NOTIFY = Buffer.from([1, 0]);
/** KeyUpdates that are made in one go: each costs three hashes, and other connections wait meanwhile. */
const UPDATES_AT_ONCE = 25;

/**
 * One accepted TCP connection, in the words of TCP: bytes, FIN and RST. It remembers who ended it first. Under TLS the bytes
 * are those within; FIN and RST remain the TCP connection's own.
 */
export class Wire {
  readonly #socket: Socket;
  readonly #events: WireEvents;
  readonly #onData: (chunk: Buffer) => void;
  readonly #onEnd: () => void;
  /** Both are null without TLS; the second until the handshake is over. */
  #line: TlsLine | null = null;
  #tls: TLSSocket | null = null;
  #by: EndedBy | null = null;
  #held: Buffer[] = [];
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
    this.#onData = (chunk) => events.data(chunk);
    this.#onEnd = () => {
      this.#by ??= 'peer-fin';
      events.peerGone();
    };
    socket.on('data', this.#onData);
    socket.on('end', this.#onEnd);
    socket.on('error', () => {
      this.#by ??= 'peer-rst';
      events.peerGone();
    });
    socket.on('close', () => events.closed(this.#by ?? 'our-fin'));
  }

  /**
   * Becomes the server of a TLS connection, and tells how the handshake ended; `dripping` is told where it drips and has come to its second piece. Nothing is read but by it from here on: the
   * bytes of a connection that was not secured are no request.
   */
  async secure(
    server: TlsServer,
    profile: TlsProfile,
    dripping: () => void,
  ): Promise<{ done: boolean; shown: boolean; detail: string }> {
    this.#socket.off('data', this.#onData).off('end', this.#onEnd);
    this.#socket.once('end', () => {
      if (!this.#tls) this.#by ??= 'peer-fin';
    });
    const line = new TlsLine(this.#socket, profile.drip, dripping);
    line.on('error', () => undefined);
    this.#line = line;
    this.startReading();
    const end = await server.handshake(line, profile);
    if ('failed' in end) return { done: false, shown: line.answered, detail: end.failed };
    line.flowFreely();
    this.#tls = end.socket.on('data', this.#onData).on('end', this.#onEnd);
    // What the engine finds wrong ends the connection, which is told by the socket.
    end.socket.on('error', () => this.#events.peerGone());
    return { done: true, shown: true, detail: end.detail };
  }

  /** Spoils the next record. Throws where there is no TLS. */
  spoilNext(): void {
    if (!this.#line) throw new TypeError('without TLS there is no record to spoil');
    this.#line.spoilNext();
  }

  /** Sends a fatal alert: in a record of the connection's own, or in plain octets where nothing is secured. False where neither can be. */
  async alert(code: number): Promise<boolean> {
    const content = Buffer.from([FATAL, code]);
    if (!this.#line) await this.send(Buffer.concat([Buffer.from([ALERT, 3, 3, 0, 2]), content]));
    else if (this.#line.own.able) await this.#line.inject(this.#line.own.seal(ALERT, content));
    else return false;
    return true;
  }

  /**
   * Sends so many KeyUpdates, and seals itself whatever follows; the rest is left out once the peer has had enough and is gone.
   * False where it cannot be.
   */
  async updateKeys(times: number, asks: boolean): Promise<boolean> {
    const line = this.#line;
    if (!line?.own.able) return false;
    for (let left = times; left > 0; left -= UPDATES_AT_ONCE) {
      const updates = Array.from({ length: Math.min(left, UPDATES_AT_ONCE) }, () => line.own.keyUpdate(asks));
      try {
        await line.inject(Buffer.concat(updates));
      } catch (error) {
        if (left === times) throw error;
        break; // whoever takes a flood for an attack ends the connection in its midst
      }
      await new Promise((resume) => setImmediate(resume));
    }
    return true;
  }

  get received(): number {
    return (this.#tls ?? this.#socket).bytesRead;
  }

  /** False once we have sent a FIN or an RST. */
  get writable(): boolean {
    return this.#socket.writable;
  }

  get sent(): number {
    return (this.#tls ?? this.#socket).bytesWritten;
  }

  /**
   * Keeps these bytes for the next send, so that both go out in one write. Two writes would be two segments, and whether a
   * gateway reads the first alone would be left to chance.
   */
  hold(bytes: Buffer): void {
    this.#events.sending(bytes);
    this.#held.push(bytes);
  }

  /** Resolves when the kernel has taken the bytes, so that an RST sent next cannot overtake them in this process. */
  send(last: Buffer): Promise<void> {
    this.#events.sending(last);
    const bytes = this.#held.length > 0 ? Buffer.concat([...this.#held.splice(0), last]) : last;
    if (this.#line?.own.taken) return this.#line.inject(this.#line.own.sealData(bytes));
    return new Promise((resolve, reject) => {
      (this.#tls ?? this.#socket).write(bytes, (error) => (error ? reject(error) : resolve()));
    });
  }

  /**
   * Sends a FIN behind all that was sent, under TLS with a close_notify first unless `notify` is false, and reads on: closing
   * with unread bytes would turn the FIN into an RST.
   */
  fin(notify = true): Promise<void> {
    if (this.#diverted || this.leftOpen) return Promise.resolve();
    this.startReading();
    const own = this.#tls && this.#line?.own.taken ? this.#line.own : null;
    if (own && notify) this.#socket.write(own.seal(ALERT, CLOSE_NOTIFY));
    return new Promise((resolve) => {
      const speaker = notify && !own ? (this.#tls ?? this.#socket) : this.#socket;
      speaker.end(() => {
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
    const own = this.#tls ?? this.#socket;
    own.removeAllListeners('data').on('data', (chunk: Buffer) => other.write(chunk));
    own.on('end', () => other.end());
    this.#socket.on('close', () => other.destroySoon());
    other.on('data', (chunk) => own.writable && own.write(chunk));
    other.on('end', () => own.end());
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
