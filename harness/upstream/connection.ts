import type { Socket } from 'node:net';
import type { ConnectionScript, RequestScript, UpstreamStep } from '../core/script.ts';
import type { TlsProfile } from '../core/tls.ts';
import { Dialogue } from './dialogue.ts';
import { Opening } from './http2/opening.ts';
import { Http2Session } from './http2/session.ts';
import { Inbox } from './inbox.ts';
import type { Observe } from './observation-log.ts';
import type { RequestHead } from './request-head.ts';
import { SentOctets } from './sent-octets.ts';
import { playStep, type StepEnd } from './steps.ts';
import { ClientHellos } from './tls/client-hellos.ts';
import type { TlsServer } from './tls/tls-server.ts';
import { Interrupted, Waits } from './waits.ts';
import type { EndedBy } from './wire.ts';
import { Wire } from './wire.ts';
import type { WorkerPool } from './worker-pool.ts';

/** Which of the upstream's requests one is, and what it plays; `choice` where a selector meant it. */
export interface NextRequest {
  readonly request: number;
  readonly script: RequestScript | null;
  readonly choice?: number | undefined;
}

/** What a connection needs of its upstream. */
export interface ConnectionHost {
  /** Who its healthy answers say they are from. */
  readonly label: string;
  readonly workers: WorkerPool;
  readonly observe: Observe;
  /** The script for a connection as things are now; null where nobody scripted it. */
  scriptFor(ordinal: number): ConnectionScript | null;
  /** Counts one more request, and says which it is and what its script is; null where nobody scripted it. */
  nextRequest(head: RequestHead | null): NextRequest;
  /** How to speak TLS on the next connection; null for not at all. */
  readonly tls: { readonly server: TlsServer; readonly profile: TlsProfile } | null;
  /** The peer speaks TLS, and the script is without. */
  readonly refusesTls: boolean;
  /** Counts one more connection that is led on elsewhere, and says which of this script's it is. */
  nextSplice(): number;
}

/**
 * One connection of an upstream, playing its script. Whatever the script does, all that comes is read and scanned for
 * requests (unless the script says not to read), and the peer's FIN is answered with ours.
 */
export class Connection {
  readonly ordinal: number;
  readonly host: ConnectionHost;
  readonly wire: Wire;
  readonly inbox: Inbox;
  readonly hellos = new ClientHellos();
  readonly waits = new Waits();
  readonly dialogue = new Dialogue();
  readonly closed: Promise<void>;
  /** Null where the client speaks HTTP/1, or has not begun to speak. */
  http2: Http2Session | null = null;
  readonly #opening = new Opening();
  readonly #refusesTls: boolean;
  #playing = false;
  /** True while a loop waits for a request at its start. */
  #atStart = false;
  #released = false;
  /** True once nothing more is to be begun. */
  #finishing = false;

  constructor(socket: Socket, ordinal: number, host: ConnectionHost) {
    this.ordinal = ordinal;
    this.host = host;
    this.#refusesTls = host.refusesTls;
    this.inbox = new Inbox(ordinal, host.observe);
    const { promise, resolve } = Promise.withResolvers<void>();
    const sent = new SentOctets(ordinal, host.observe);
    this.closed = promise.then(() => host.workers.leave(ordinal));
    this.wire = new Wire(socket, {
      data: (chunk) => {
        if (this.#refusesTls) this.hellos.push(chunk);
        else this.#receive(chunk);
        this.waits.look();
      },
      peerGone: () => {
        if (this.wire.leftOpen && this.wire.peerLeft) host.observe({ kind: 'left-open', connection: ordinal });
        this.#over();
      },
      closed: (by) => {
        this.#onClosed(by);
        resolve();
      },
      sending: (octets) => sent.note(octets),
    });
    this.#begin(host.scriptFor(ordinal), socket.remotePort ?? 0);
  }

  /** Waits for the controller's release, at most `within` milliseconds, and says whether it came. */
  untilReleased(within?: number): Promise<boolean> {
    this.#released = false;
    return this.waits.until(() => this.#released, within);
  }

  /** Ends the script's wait for the controller. */
  release(): void {
    this.#released = true;
    this.waits.look();
  }

  /** Takes up the upstream's new script, if it waits for a request at the start of a loop; otherwise it does so later. */
  adopt(): void {
    this.http2?.adopt(this.host.scriptFor(this.ordinal)?.http2);
    if (!this.wire.peerLeft) this.wire.leftOpen = false;
    if (this.#atStart && this.inbox.isEmpty && this.#isFor(this.host)) this.waits.interrupt('new script');
  }

  /** Plays the script of the request whose head was read last. */
  async playRequest(): Promise<StepEnd> {
    const { request, script, choice } = this.host.nextRequest(this.inbox.current?.head ?? null);
    this.host.observe({ kind: 'request-script', connection: this.ordinal, request, scripted: script !== null, choice });
    if (script) return { over: await this.#playSteps(script.steps, request) };
    await this.wire.fin();
    return { over: true };
  }

  /** Ends the connection if it waits for a request; else lets its script go on to its end. Resolves when it is gone. */
  finish(): Promise<void> {
    if (this.#atStart && this.inbox.isEmpty) return this.leave();
    this.#finishing = true;
    this.release();
    return this.#playing ? this.closed : this.leave();
  }

  /** Ends the connection as a server that exits does; resolves when it is gone. */
  leave(): Promise<void> {
    this.waits.interrupt('over');
    this.wire.leave();
    return this.closed;
  }

  /** Speaks TLS first, where TLS is spoken here. */
  #begin(script: ConnectionScript | null, remotePort: number): void {
    this.host.observe({ kind: 'connection', connection: this.ordinal, remotePort, scripted: script !== null });
    if (this.host.tls && script) {
      void this.#secured(this.host.tls).then((done) => (done ? this.#play(script) : this.#over()));
      return;
    }
    if (script?.steps[0]?.do !== 'arrive-unread') this.wire.startReading();
    if (script) void this.#play(script);
    else void this.wire.fin();
  }

  #receive(chunk: Buffer): void {
    this.dialogue.push(chunk);
    if (this.dialogue.tunnel) return;
    const told = this.#opening.push(chunk);
    if (told?.protocol === 'http/2') this.#session().push(told.octets);
    else if (told) this.inbox.push(told.octets);
  }

  #session(): Http2Session {
    const { inbox, ordinal, host } = this;
    this.http2 ??= new Http2Session(
      {
        inbox,
        // The wire tells of its end.
        write: (octets) => void this.wire.send(octets).catch(() => undefined),
        begun: ({ settings = [], leavesOut = [] }) =>
          host.observe({ kind: 'http2', connection: ordinal, settings, leavesOut }),
        streamReset: (request) => {
          host.observe({ kind: 'stream', connection: ordinal, nth: request.nth, part: 'peer-reset', end: true });
          if (request === inbox.current) this.#forsake();
        },
      },
      host.scriptFor(ordinal)?.http2,
    );
    return this.http2;
  }

  /** The peer gave the current stream up: the script of the moment begins anew, for the streams that follow. */
  #forsake(): void {
    const script = this.host.scriptFor(this.ordinal);
    if (this.#playing) this.waits.interrupt('new script');
    else if (script && this.wire.writable) void this.#play(script);
  }

  /** Whether the handshake was completed. */
  async #secured({ server, profile }: NonNullable<ConnectionHost['tls']>): Promise<boolean> {
    const seen = { kind: 'handshake', connection: this.ordinal, certificate: profile.certificate ?? 'good' } as const;
    const dripping = () => this.host.observe({ ...seen, done: false, shown: true, detail: 'under way' });
    const end = await this.wire.secure(server, profile, dripping);
    this.host.observe({ ...seen, ...end });
    return end.done;
  }

  async #play(first: ConnectionScript): Promise<void> {
    this.#playing = true;
    let script: ConnectionScript | null = first;
    while (script) {
      const end = await this.#playOnce(script);
      const again: boolean = !this.#finishing && (end === 'new script' || (end === 'done' && script.loop === true));
      const next: ConnectionScript = (this.#isFor(this.host) && this.host.scriptFor(this.ordinal)) || script;
      script = again ? next : null;
    }
    this.#playing = false;
    if (this.#finishing) this.wire.leave();
    else if (this.waits.interrupted) void this.wire.fin();
  }

  /** A connection that was secured outlives a script that would not have secured it. */
  #isFor({ refusesTls }: ConnectionHost): boolean {
    return refusesTls === this.#refusesTls;
  }

  /** `over`: nothing can follow. `new script`: interrupted at the start of a loop, to play another one. */
  async #playOnce(script: ConnectionScript): Promise<'done' | 'over' | 'new script'> {
    if (script.steps.length === 0) return 'over';
    try {
      this.#atStart = script.loop === true && script.steps[0]?.do === 'read';
      return (await this.#playSteps(script.steps)) ? 'over' : 'done';
    } catch (error) {
      this.waits.resume();
      // Any other error is a write that found the connection gone; the wire tells by whom.
      return error instanceof Interrupted ? error.why : 'over';
    } finally {
      this.#atStart = false;
    }
  }

  /** Plays the steps of a connection, or of one request on it; true when nothing can follow. */
  async #playSteps(steps: readonly UpstreamStep[], request?: number): Promise<boolean> {
    for (const [index, step] of steps.entries()) {
      const { note, over } = await playStep(this, step, steps[index + 1]);
      const last = index === steps.length - 1;
      this.#atStart = false;
      this.host.observe({ kind: 'step', connection: this.ordinal, index, step: step.do, last, note, request });
      if (over) return true;
    }
    return false;
  }

  /** The peer is gone: a step that waits is given up, steps that only send go on, and our FIN follows. */
  #over(): void {
    this.waits.interrupt('over');
    if (!this.#playing) void this.wire.fin();
  }

  #onClosed(by: EndedBy): void {
    this.#over();
    const { received, sent } = this.wire;
    this.host.observe({ kind: 'closed', connection: this.ordinal, by, received, sent });
  }
}
