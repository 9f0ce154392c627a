import { now } from '../core/clock.ts';
import type { Piece, RecordingSocket } from './recording-socket.ts';
import { type Reading, ResponseParser, type StreamEnd } from './response-parser.ts';

/** How long to wait for the end of a connection that will not be used again, in milliseconds: leftovers and an RST come here. */
const LINGER = 1000;

/** What there is to know of the request whose responses are read. */
export interface ReadOptions {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** When to stop waiting, on core/clock. */
  readonly deadline: number;
  readonly signal: AbortSignal;
  readonly onBody?: ((bodyBytesSoFar: number) => void) | undefined;
}

/** What came for one request. */
export interface Answer {
  readonly pieces: readonly Piece[];
  readonly reading: Reading;
  readonly ended: StreamEnd;
  /** Whether the connection is open, stays open, and the next octet on it is the first of the next response. */
  readonly inSync: boolean;
}

/**
 * Reads responses until the final one is over. When the connection then persists, that is the end; else it goes on to
 * the connection's end for at most a second, so that what the gateway sends too much is seen.
 */
export async function readResponses(socket: RecordingSocket, options: ReadOptions): Promise<Answer> {
  const parser = new ResponseParser(options.method);
  const pieces: Piece[] = [];
  const closes = asksToClose(options.headers);
  const persists = (): boolean => parser.persistent && !closes;
  const ended = await readToEnd(socket, parser, options, pieces, persists);
  const reading = parser.finish(ended);
  return { pieces, reading, ended, inSync: ended === 'kept' && persists() && reading.leftover === 0 };
}

async function readToEnd(
  socket: RecordingSocket,
  parser: ResponseParser,
  options: ReadOptions,
  pieces: Piece[],
  persists: () => boolean,
): Promise<StreamEnd> {
  let limit = options.deadline;
  let lingers = false;
  for (;;) {
    const { ended } = socket;
    takePieces(socket, parser, options, pieces);
    if (ended) return ended;
    if (persists()) return 'kept';
    if (parser.state !== 'more' && !lingers) {
      lingers = true;
      limit = Math.min(limit, now() + LINGER);
    }
    if (now() >= limit) return lingers ? 'kept' : 'timeout';
    await socket.change(limit, options.signal);
  }
}

function takePieces(socket: RecordingSocket, parser: ResponseParser, options: ReadOptions, pieces: Piece[]): void {
  const before = parser.bodyBytes;
  for (const piece of socket.take()) {
    pieces.push(piece);
    parser.push(piece.octets);
  }
  if (parser.bodyBytes > before) options.onBody?.(parser.bodyBytes);
}

function asksToClose(headers: Readonly<Record<string, string>>): boolean {
  return Object.entries(headers).some(
    ([name, value]) => name.toLowerCase() === 'connection' && /(^|,)\s*close\s*(,|$)/i.test(value),
  );
}
