/** One HTTP/2 frame (RFC 9113 section 4.1). */
export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly payload: Buffer;
}

/** Octets of a frame's header. */
const HEADER = 9;

/** A frame as it stands on the wire. */
export function frameOctets({ type, flags, stream, payload }: Frame): Buffer {
  const header = Buffer.alloc(HEADER);
  header.writeUIntBE(payload.length, 0, 3);
  header.writeUInt8(type, 3);
  header.writeUInt8(flags, 4);
  header.writeUInt32BE(stream, 5);
  return Buffer.concat([header, payload]);
}

/** Finds the frames in what a connection receives. */
export class FrameReader {
  #buffer: Buffer = Buffer.alloc(0);

  /** The frames that are whole with this chunk. */
  push(chunk: Buffer): Frame[] {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    const frames: Frame[] = [];
    for (let frame = this.#take(); frame; frame = this.#take()) frames.push(frame);
    return frames;
  }

  #take(): Frame | null {
    const buffer = this.#buffer;
    if (buffer.length < HEADER) return null;
    const end = HEADER + buffer.readUIntBE(0, 3);
    if (buffer.length < end) return null;
    this.#buffer = buffer.subarray(end);
    const stream = buffer.readUInt32BE(5) & 0x7fffffff;
    return { type: buffer.readUInt8(3), flags: buffer.readUInt8(4), stream, payload: buffer.subarray(HEADER, end) };
  }
}
