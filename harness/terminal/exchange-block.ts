import { formatDuration } from '../core/duration.ts';
import type { Exchange, ParsedResponse } from '../core/evidence.ts';
import { fieldValues } from '../core/http.ts';
import { formatSize } from '../core/size.ts';
import { printable, printableBytes } from './printable.ts';
import type { Style } from './style.ts';

const HEAD_LINES = 6;
const LINE_BYTES = 110;
const BODY_BYTES = 64;

const ENDED = { kept: 'connection kept', fin: 'closed by FIN', rst: 'reset by RST', timeout: 'never ended' } as const;

/** What the client sent and saw in one exchange: request line, head, first body bytes, how it ended and when. */
export function exchangeBlock(exchange: Exchange, style: Style): string[] {
  return [
    heading(exchange, style),
    `  > ${printableBytes(requestLine(exchange), LINE_BYTES)}`,
    ...(exchange.final ? responseLines(exchange, exchange.final) : rawLines(exchange)),
    ...exchange.defects.map((defect) => `  malformed: ${printable(`${defect.code}: ${defect.message}`)}`),
    ...(exchange.leftover > 0 ? [`  ${formatSize(exchange.leftover)} after the end of the response`] : []),
    ...uploadLines(exchange),
    `  ${endLine(exchange)}`,
  ];
}

function heading(exchange: Exchange, style: Style): string {
  const where = exchange.step || exchange.phase;
  const phase = exchange.phase === 'steps' || where === exchange.phase ? '' : ` (${exchange.phase})`;
  const fault = exchange.fault ? `, ${exchange.fault} armed on ${exchange.upstream}` : '';
  const ordinal = `connection ${exchange.connection}, request ${exchange.nth}`;
  return `${style.bold(printable(`client ${exchange.client}`))}, ${ordinal}: ${where}${phase}${fault}`;
}

function requestLine(exchange: Exchange): Buffer {
  if (exchange.sent.length === 0) return Buffer.from(`${exchange.method} ${exchange.target} (nothing was sent)`);
  const end = exchange.sent.indexOf('\n');
  const line = end < 0 ? exchange.sent : exchange.sent.subarray(0, end);
  return line.at(-1) === 0x0d ? line.subarray(0, -1) : line;
}

/** The heads as they stood on the wire, not as they were parsed: what is odd about them is to be seen. */
function responseLines(exchange: Exchange, final: ParsedResponse): string[] {
  const heads = exchange.received.toString('latin1').split(/\r?\n\r?\n/);
  const lines = heads.slice(0, exchange.interim.length + 1).flatMap((head) => head.split(/\r?\n/));
  const shown = lines
    .slice(0, HEAD_LINES)
    .map((line) => `  < ${printableBytes(Buffer.from(line, 'latin1'), LINE_BYTES)}`);
  const more = lines.length - shown.length;
  return [...shown, ...(more > 0 ? [`    and ${more} more head lines`] : []), `  ${bodyLine(final)}`];
}

function bodyLine(final: ParsedResponse): string {
  if (final.framing === 'none') return 'no body';
  const [declared] = final.framing === 'content-length' ? fieldValues(final.fields, 'Content-Length') : [];
  const size = final.complete || !declared ? formatSize(final.body.length) : `${final.body.length} of ${declared} B`;
  const bytes = final.body.length > 0 ? `: ${printableBytes(final.body, BODY_BYTES)}` : '';
  return `body ${printable(size)}, ${final.framing}, ${final.complete ? 'complete' : 'cut'}${bytes}`;
}

function rawLines(exchange: Exchange): string[] {
  const { length } = exchange.received;
  if (length === 0) return ['  < not a byte'];
  return [`  < ${formatSize(length)} that are no response: ${printableBytes(exchange.received, BODY_BYTES)}`];
}

/** Tells of a request body that was not sent whole. */
function uploadLines({ body, bodySent, continued }: Exchange): string[] {
  if (!body || bodySent === body.bytes) return [];
  const why = continued === 'not-sent' ? ', for no 100 (Continue) came' : '';
  return [`  sent ${bodySent} of ${body.bytes} B of the request body${why}`];
}

function endLine({ ended, aborted, startedAt, endedAt, pieces }: Exchange): string {
  const [first] = pieces;
  const how = aborted ? `given up by the client (${aborted.toUpperCase()})` : ENDED[ended];
  const firstByte = first ? `, first byte after ${formatDuration(first.at - startedAt)}` : '';
  return `${how} after ${formatDuration(endedAt - startedAt)}${firstByte}`;
}
