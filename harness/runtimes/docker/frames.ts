import { deserialize, serialize } from 'node:v8';

/**
 * Messages over a stream of bytes, each behind its length in four octets. Structured clone, as between processes: evidence
 * holds Buffers, which JSON has no word for.
 */
export function frame(message: unknown): Buffer {
  const body = serialize(message);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(body.length);
  return Buffer.concat([head, body]);
}

/** Takes a stream of frames apart, however it was cut on the way. */
export class FrameReader<Message> {
  readonly #take: (message: Message) => void;
  #chunks: Buffer[] = [];
  #length = 0;

  constructor(take: (message: Message) => void) {
    this.#take = take;
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    for (let size = this.#nextSize(); size !== null && this.#length >= 4 + size; size = this.#nextSize()) {
      const all = Buffer.concat(this.#chunks);
      const rest = all.subarray(4 + size);
      this.#chunks = rest.length > 0 ? [rest] : [];
      this.#length = rest.length;
      this.#take(deserialize(all.subarray(4, 4 + size)) as Message);
    }
  }

  /** Length of the frame that begins here; null until its head is there. Joins chunks only where the head is cut. */
  #nextSize(): number | null {
    if (this.#length < 4) return null;
    if ((this.#chunks[0]?.length ?? 0) < 4) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0]?.readUInt32BE() ?? null;
  }
}
