import type { UploadPace } from '../core/pace.ts';
import { type BodyPiece, bodyPieces } from './body-pieces.ts';
import type { ComposedRequest } from './compose-request.ts';
import { headPieces } from './head-pieces.ts';
import type { RecordingSocket } from './recording-socket.ts';

/** Octets behind the head that are kept for the evidence. */
const KEPT = 64 * 1024;

/**
 * Sends one request while its answer is read: each piece once the kernel has taken the one before. It can be held behind
 * the head, and stopped between two pieces.
 */
export class Upload {
  readonly #socket: RecordingSocket;
  readonly #pieces: Iterator<BodyPiece, undefined>;
  readonly #breaksOff: boolean;
  readonly #heads: BodyPiece[];
  readonly #gate = Promise.withResolvers<void>();
  readonly #end = Promise.withResolvers<void>();
  readonly #written: Buffer[] = [];
  #room: number;
  #held = false;
  #stopped = false;
  #contentSent = 0;
  #state: 'going' | 'whole' | 'broken off' | 'failed' = 'going';

  /** With `until`, no more than so many octets of content are sent; with a pace, as slowly as it says. */
  constructor(socket: RecordingSocket, request: ComposedRequest, until: number | null, pace: UploadPace | null = null) {
    this.#socket = socket;
    this.#heads = headPieces(request, pace);
    this.#pieces = bodyPieces(request, until, pace);
    this.#breaksOff = until !== null;
    this.#room = request.head.length + KEPT;
  }

  /** `whole` when the kernel has taken all of it; `failed` when the connection took no more. */
  get state(): 'going' | 'whole' | 'broken off' | 'failed' {
    return this.#state;
  }

  /** Whether the content waits behind the head. */
  get held(): boolean {
    return this.#held;
  }

  /** Octets of content that the kernel has taken. */
  get contentSent(): number {
    return this.#contentSent;
  }

  /** What was written: the head, and the first 64 KiB behind it. */
  get written(): Buffer {
    return Buffer.concat(this.#written);
  }

  /** Begins with the head, and the first piece in the same write unless the content is to be held. */
  start(held: boolean): void {
    this.#held = held;
    if (!held) this.#gate.resolve();
    void this.#run();
  }

  /** Sends the content that was held. */
  release(): void {
    this.#held = false;
    this.#gate.resolve();
  }

  /** Sends no further piece. */
  stop(): void {
    this.#stopped = true;
    this.#end.resolve();
    this.release();
  }

  async #run(): Promise<void> {
    const last = this.#heads.pop();
    for (const piece of this.#heads) await this.#write(piece);
    const first = this.#held ? undefined : this.#next();
    if (last && first && !first.wait && !last.fin) {
      const octets = Buffer.concat([last.octets, first.octets]);
      await this.#write({ ...last, octets, content: first.content });
    } else for (const piece of [last, first]) if (piece) await this.#write(piece);
    await this.#gate.promise;
    for (let piece = this.#next(); piece; piece = this.#next()) await this.#write(piece);
    if (this.#state === 'going') this.#state = this.#stopped || this.#breaksOff ? 'broken off' : 'whole';
    this.#socket.nudge();
  }

  #next(): BodyPiece | undefined {
    if (this.#stopped || this.#state === 'failed') return undefined;
    return this.#pieces.next().value;
  }

  async #write({ octets, content, wait = 0, fin }: BodyPiece): Promise<void> {
    if (wait > 0) await this.#pause(wait);
    if (this.#state === 'failed' || (this.#stopped && wait > 0)) return;
    if (fin) await this.#socket.halfClose();
    if (octets.length === 0) return;
    const kept = octets.subarray(0, this.#room);
    this.#room -= kept.length;
    if (kept.length > 0) this.#written.push(kept);
    if (await this.#socket.write(octets)) this.#contentSent += content;
    else this.#state = 'failed';
  }

  /** Over sooner where the upload is stopped. */
  async #pause(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    await Promise.race([promise, this.#end.promise]);
    clearTimeout(timer);
  }
}
