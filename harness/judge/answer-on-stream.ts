import type { Observation } from '../core/evidence.ts';
import type { Field } from '../core/http.ts';
import { fieldValues } from '../core/http.ts';

type Part = Extract<Observation, { kind: 'stream' }>;

/** What an upstream sent on an HTTP/2 stream, in the words of HTTP/1.1. */
export interface StreamAnswer {
  /** The HTTP/1.1 message that means the same (RFC 9113 section 8.8); of content without a length, chunks. */
  readonly octets: Buffer;
  /** False where not all is kept, and where a part has no equivalent: nothing may be concluded from what is missing. */
  readonly whole: boolean;
  /** How it ended, as far as the stream tells: with END_STREAM, by an RST_STREAM of ours or of the peer's, or not at all. */
  readonly ended: 'by-end' | 'our-rst' | 'by-peer' | 'not';
}

/** Rewrites the parts of one stream, so that rules read an answer in one way whatever carried it. */
export function answerOnStream(parts: readonly Part[]): StreamAnswer {
  const sent = parts.filter(({ part }) => part !== 'peer-reset');
  const heads = sent.filter(({ part }) => part === 'head');
  const final = heads.find(({ fields = [] }) => !isInterim(fields));
  const chunked = final !== undefined && !final.end && fieldValues(final.fields ?? [], 'Content-Length').length === 0;
  const translated = sent.filter(isTranslatable);
  const octets = translated.flatMap((part) => octetsOf(part, chunked, part === final));
  const whole = translated.length === sent.length && !sent.some(({ cut }) => cut);
  return { octets: Buffer.from(octets.join(''), 'latin1'), whole, ended: endOf(parts) };
}

function endOf(parts: readonly Part[]): StreamAnswer['ended'] {
  const end = parts.find((part) => part.end);
  if (!end) return 'not';
  if (end.part === 'peer-reset') return 'by-peer';
  return end.part === 'our-reset' ? 'our-rst' : 'by-end';
}

function octetsOf({ part, fields = [], octets = '', end }: Part, chunked: boolean, final: boolean): string[] {
  if (part === 'head') return [headOf(fields, chunked && final)];
  if (part === 'trailers') return chunked ? [`0\r\n${linesOf(fields)}\r\n`] : [];
  if (part !== 'data') return [];
  if (!chunked) return [octets];
  const chunk = octets === '' ? '' : `${octets.length.toString(16)}\r\n${octets}\r\n`;
  return [chunk, ...(end ? ['0\r\n\r\n'] : [])];
}

function headOf(fields: readonly Field[], chunked: boolean): string {
  const regular = fields.filter(([name]) => !name.startsWith(':'));
  const framing: Field[] = chunked ? [['transfer-encoding', 'chunked']] : [];
  return `HTTP/1.1 ${statusOf(fields)} \r\n${linesOf([...regular, ...framing])}\r\n`;
}

function linesOf(fields: readonly Field[]): string {
  return fields.map(([name, value]) => `${name}: ${value}\r\n`).join('');
}

/** A head that HTTP/2 calls malformed means nothing in HTTP/1.1 (RFC 9113 sections 8.2 and 8.3.2). */
function isTranslatable({ part, fields = [] }: Part): boolean {
  if (part === 'other') return false;
  if (part !== 'head' && part !== 'trailers') return true;
  const lower = fields.every(([name]) => name === name.toLowerCase());
  return lower && (part === 'trailers' || /^\d{3}$/.test(statusOf(fields)));
}

function statusOf(fields: readonly Field[]): string {
  return fieldValues(fields, ':status')[0] ?? '';
}

function isInterim(fields: readonly Field[]): boolean {
  return statusOf(fields).startsWith('1');
}
