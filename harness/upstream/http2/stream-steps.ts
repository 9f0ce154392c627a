import { hpackField } from '../../core/hpack-field.ts';
import type { Field } from '../../core/http.ts';
import { CORRELATION_HEADER } from '../../core/http.ts';
import { FLAG, FRAME } from '../../core/http2-frames.ts';
import type { Http2Step } from '../../core/http2-script.ts';
import { toOctets } from '../../core/to-octets.ts';
import type { Connection } from '../connection.ts';
import type { StepEnd } from '../steps.ts';
import { frameOctets } from './frame.ts';

type StepOf<Do extends Http2Step['do']> = Extract<Http2Step, { do: Do }>;

/** Content that is told of; more says nothing new. */
const KEPT = 64 * 1024;
/** SETTINGS_MAX_FRAME_SIZE where the peer says nothing (RFC 9113 section 6.5.2). */
const MAX_FRAME = 16_384;
/** Frames that are handed to the kernel at once, in octets. */
const BATCH = 64 * 1024;

/** What a step says of itself where its frames went out, and where the client does not speak HTTP/2. */
const SENT: StepEnd = { note: 'sent' };
const NOT_HERE: StepEnd = { note: 'the client does not speak HTTP/2' };

/** Sends HEADERS on the stream of the current request. */
export async function headStep(connection: Connection, step: StepOf<'h2-head'>): Promise<StepEnd> {
  const request = connection.inbox.current;
  if (!request?.stream) return NOT_HERE;
  const { trailers = false, end = trailers } = step;
  const echo: Field[] = request.head.id && !trailers ? [[CORRELATION_HEADER.toLowerCase(), request.head.id]] : [];
  await sendHead(connection, [...step.fields, ...echo], { end, trailers });
  return SENT;
}

/** Sends DATA on the stream of the current request, as its window allows. */
export async function dataStep(connection: Connection, { bytes, end }: StepOf<'h2-data'>): Promise<StepEnd> {
  if (!connection.inbox.current?.stream) return NOT_HERE;
  await sendData(connection, toOctets(bytes), end === true);
  return SENT;
}

/** Sends RST_STREAM on the stream of the current request. */
export async function resetStep(connection: Connection, { code }: StepOf<'h2-reset'>): Promise<StepEnd> {
  const stream = connection.inbox.current?.stream;
  if (!stream) return NOT_HERE;
  const payload = Buffer.alloc(4);
  payload.writeUInt32BE(code);
  tell(connection, { part: 'our-reset', end: true, code });
  await connection.wire.send(frameOctets({ type: FRAME.rstStream, flags: 0, stream, payload }));
  return SENT;
}

/** Sends a frame as the script says, once or many times. */
export async function frameStep(connection: Connection, step: StepOf<'h2-frame'>): Promise<StepEnd> {
  const { type, flags = 0, on, times = 1 } = step;
  const stream = on === 'connection' ? 0 : connection.inbox.current?.stream;
  if (!connection.http2 || stream === undefined || stream === null) return NOT_HERE;
  if (on === 'stream') tell(connection, { part: 'other', end: false });
  const payload = toOctets(step.payload);
  if (type === FRAME.goaway) {
    const lastNth = connection.inbox.upTo(payload.readUInt32BE(0));
    connection.host.observe({ kind: 'goaway', connection: connection.ordinal, lastNth });
  }
  const octets = frameOctets({ type, flags, stream, payload });
  const batch = Math.max(1, Math.floor(BATCH / octets.length));
  for (let left = times; left > 0; left -= batch) {
    const sending = connection.wire.send(Buffer.concat(Array<Buffer>(Math.min(batch, left)).fill(octets)));
    // A peer that has had enough ends the connection: what went out before is what happened.
    if (left < times && !(await sending.then(accepted, refused))) return { ...SENT, over: true };
    await sending;
  }
  return SENT;
}

const accepted = () => true;
const refused = () => false;

/** A field section on the stream of the current request. */
export async function sendHead(
  connection: Connection,
  fields: readonly Field[],
  { end, trailers = false }: { readonly end: boolean; readonly trailers?: boolean },
): Promise<void> {
  const stream = connection.inbox.current?.stream ?? 0;
  const flags = FLAG.endHeaders | (end ? FLAG.endStream : 0);
  tell(connection, { part: trailers ? 'trailers' : 'head', end, fields });
  await connection.wire.send(frameOctets({ type: FRAME.headers, flags, stream, payload: section(fields) }));
}

/** Content on the stream of the current request, in frames as large as the peer's windows allow. */
export async function sendData(connection: Connection, content: Buffer, end: boolean): Promise<void> {
  const { inbox, waits, wire, http2 } = connection;
  const stream = inbox.current?.stream ?? 0;
  for (let rest = content, first = true; first || rest.length > 0; first = false) {
    if (rest.length > 0) await waits.until(() => http2 !== null && http2.windows.of(stream) > 0);
    const piece = rest.subarray(0, Math.min(MAX_FRAME, http2?.windows.of(stream) ?? 0));
    rest = rest.subarray(piece.length);
    const last = end && rest.length === 0;
    http2?.windows.use(stream, piece.length);
    const octets = piece.toString('latin1', 0, KEPT);
    tell(connection, { part: 'data', end: last, octets, cut: octets.length < piece.length });
    const flags = last ? FLAG.endStream : 0;
    await wire.send(frameOctets({ type: FRAME.data, flags, stream, payload: piece }));
  }
}

interface Part {
  readonly part: 'head' | 'data' | 'trailers' | 'our-reset' | 'other';
  readonly end: boolean;
  readonly fields?: readonly Field[];
  readonly octets?: string;
  readonly cut?: boolean;
  readonly code?: number;
}

function tell({ host, ordinal, inbox }: Connection, part: Part): void {
  host.observe({ kind: 'stream', connection: ordinal, nth: inbox.current?.nth ?? 0, ...part });
}

function section(fields: readonly Field[]): Buffer {
  return Buffer.from(fields.map(([name, value]) => hpackField(name, value)).join(''), 'hex');
}
