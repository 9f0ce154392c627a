import { createHash, type Hash } from 'node:crypto';
import type { Field } from '../../core/http.ts';
import { CORRELATION_HEADER, fieldValues } from '../../core/http.ts';
import { FLAG, FRAME, SETTING } from '../../core/http2-frames.ts';
import type { Http2Conduct, Http2Duty } from '../../core/http2-script.ts';
import type { Inbox, Received } from '../inbox.ts';
import type { RequestHead } from '../request-head.ts';
import { type Frame, FrameReader, frameOctets } from './frame.ts';
import { HpackDecoder } from './hpack-decoder.ts';
import { SendWindows } from './send-windows.ts';

/** What a session needs of its connection. */
export interface SessionHost {
  readonly inbox: Inbox;
  write(octets: Buffer): void;
  /** The session began, and behaves like this. */
  begun(conduct: Http2Conduct): void;
  /** The peer gave a stream up. */
  streamReset(request: Received): void;
}

/** A stream on which a request comes. */
interface Stream {
  readonly request: Received;
  readonly hash: Hash;
}

/**
 * The receiving side of HTTP/2 on one connection (RFC 9113), and the frames that a server owes its peer. As with HTTP/1 it
 * only watches: what is broken is passed over, and what is sent as an answer is the script's business.
 */
export class Http2Session {
  readonly windows = new SendWindows();
  /** True once the client's SETTINGS have come: its preface is then whole. */
  ready = false;
  readonly #host: SessionHost;
  readonly #reader = new FrameReader();
  readonly #hpack = new HpackDecoder();
  readonly #streams = new Map<number, Stream>();
  #conduct: Http2Conduct;
  /** A field section that has not ended yet. */
  #section: { readonly stream: number; readonly end: boolean; readonly pieces: Buffer[] } | null = null;
  /** Frames that were left out. */
  #owed: Buffer[] = [];
  #lost = false;

  constructor(host: SessionHost, conduct: Http2Conduct = {}) {
    this.#host = host;
    this.#conduct = conduct;
    host.begun(conduct);
    this.#pay('settings', FRAME.settings, 0, settingsPayload(conduct.settings ?? []));
  }

  /** Takes up another conduct: what was left out is made up for, and peculiar SETTINGS are taken back. */
  adopt(conduct: Http2Conduct = {}): void {
    if (JSON.stringify(conduct) === JSON.stringify(this.#conduct)) return;
    const usual = (this.#conduct.settings ?? []).flatMap(([id]) => (USUAL[id] ? [[id, USUAL[id]] as const] : []));
    this.#conduct = conduct;
    if (usual.length > 0) this.#owed.push(octetsOf(FRAME.settings, 0, settingsPayload(usual)));
    for (const frame of this.#owed.splice(0)) this.#host.write(frame);
  }

  push(octets: Buffer): void {
    for (const frame of this.#lost ? [] : this.#reader.push(octets)) {
      try {
        this.#take(frame);
      } catch (error) {
        // What cannot be decoded leaves nothing behind it that could be.
        if (!(error instanceof RangeError)) throw error;
        this.#lost = true;
        return;
      }
    }
  }

  #take(frame: Frame): void {
    const { type, flags, stream, payload } = frame;
    if (type === FRAME.settings && !(flags & FLAG.ack)) this.#onSettings(payload);
    else if (type === FRAME.ping && !(flags & FLAG.ack)) this.#pay('ping-ack', FRAME.ping, 0, payload, FLAG.ack);
    else if (type === FRAME.windowUpdate) this.windows.grow(stream, payload.readUInt32BE(0) & 0x7fffffff);
    else if (type === FRAME.headers) this.#onHeaders(frame);
    else if (type === FRAME.continuation) this.#onSection(payload, flags);
    else if (type === FRAME.data) this.#onData(frame);
    else if (type === FRAME.rstStream) this.#onReset(stream);
  }

  #onSettings(payload: Buffer): void {
    for (let at = 0; at + 6 <= payload.length; at += 6) {
      if (payload.readUInt16BE(at) === SETTING.initialWindowSize) this.windows.resize(payload.readUInt32BE(at + 2));
    }
    this.ready = true;
    this.#pay('settings-ack', FRAME.settings, 0, Buffer.alloc(0), FLAG.ack);
  }

  #onHeaders(frame: Frame): void {
    const content = unpadded(frame);
    this.#section = { stream: frame.stream, end: (frame.flags & FLAG.endStream) !== 0, pieces: [] };
    this.#onSection(frame.flags & FLAG.priority ? content.subarray(5) : content, frame.flags);
  }

  #onSection(piece: Buffer, flags: number): void {
    const section = this.#section;
    section?.pieces.push(piece);
    if (!section || !(flags & FLAG.endHeaders)) return;
    this.#section = null;
    const fields = this.#hpack.decode(Buffer.concat(section.pieces));
    // A second section on a stream is its trailers.
    const known = this.#streams.get(section.stream);
    const stream = known ?? this.#open(section.stream, fields);
    if (section.end) this.#end(section.stream, stream);
  }

  #open(id: number, fields: readonly Field[]): Stream {
    const request = this.#host.inbox.add(requestHead(fields), id);
    const stream = { request, hash: createHash('sha256') };
    this.#streams.set(id, stream);
    return stream;
  }

  #onData(frame: Frame): void {
    const stream = this.#streams.get(frame.stream);
    if (!stream) return;
    const content = unpadded(frame);
    stream.hash.update(content);
    stream.request.bytes += content.length;
    const ended = (frame.flags & FLAG.endStream) !== 0;
    if (frame.payload.length > 0) {
      const increment = Buffer.alloc(4);
      increment.writeUInt32BE(frame.payload.length);
      this.#pay('window-update', FRAME.windowUpdate, 0, increment);
      if (!ended) this.#pay('window-update', FRAME.windowUpdate, frame.stream, increment);
    }
    if (ended) this.#end(frame.stream, stream);
  }

  #end(id: number, { request, hash }: Stream): void {
    if (request.whole) return;
    this.#host.inbox.end(request, request.bytes, hash.digest('hex'));
    this.#streams.set(id, { request, hash: createHash('sha256') });
  }

  #onReset(id: number): void {
    const stream = this.#streams.get(id);
    if (!stream) return;
    stream.request.givenUp = true;
    this.#host.streamReset(stream.request);
  }

  /** Sends a frame that is owed, or keeps it for later where the conduct leaves it out. */
  #pay(duty: Http2Duty, type: number, stream: number, payload: Buffer, flags = 0): void {
    const octets = octetsOf(type, stream, payload, flags);
    if (this.#conduct.leavesOut?.includes(duty)) this.#owed.push(octets);
    else this.#host.write(octets);
  }
}

/** What RFC 9113 section 6.5.2 begins with; for the number of streams, which has no limit then, what it recommends. */
const USUAL: Readonly<Record<number, number>> = {
  [SETTING.maxConcurrentStreams]: 100,
  [SETTING.initialWindowSize]: 65_535,
};

function octetsOf(type: number, stream: number, payload: Buffer, flags = 0): Buffer {
  return frameOctets({ type, flags, stream, payload });
}

function settingsPayload(settings: readonly (readonly [number, number])[]): Buffer {
  const payload = Buffer.alloc(settings.length * 6);
  for (const [index, [id, value]] of settings.entries()) {
    payload.writeUInt16BE(id, index * 6);
    payload.writeUInt32BE(value, index * 6 + 2);
  }
  return payload;
}

/** RFC 9113 section 6.1. */
function unpadded({ flags, payload }: Frame): Buffer {
  if (!(flags & FLAG.padded)) return payload;
  return payload.subarray(1, payload.length - (payload[0] ?? 0));
}

/** The request as HTTP means it: the pseudo-fields taken apart, Host made of :authority (RFC 9113 section 8.3.1). */
function requestHead(section: readonly Field[]): RequestHead {
  const pseudo = (name: string) => fieldValues(section, name)[0];
  const fields = section.filter(([name]) => !name.startsWith(':'));
  const authority = pseudo(':authority');
  const hasHost = fieldValues(fields, 'Host').length > 0;
  return {
    method: pseudo(':method') ?? '',
    target: pseudo(':path') ?? '',
    version: '2',
    fields: authority !== undefined && !hasHost ? [['host', authority], ...fields] : fields,
    id: fieldValues(fields, CORRELATION_HEADER)[0] ?? null,
  };
}
