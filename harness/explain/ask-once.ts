import { type Agent, request } from 'undici';
import type { Field } from '../core/http.ts';
import { type Answer, BODY_LIMIT } from './answer.ts';
import { decodeBody } from './decode-body.ts';
import { codeOf, type NoAnswer, noAnswer } from './no-answer.ts';

/** What came of asking once. */
export interface Try {
  /** Epoch ms. */
  readonly at: number;
  readonly ms: number;
  /** The last URL, behind redirects. */
  readonly url: string;
  readonly answer: Answer | null;
  readonly failure: NoAnswer | null;
}

/** Redirects that are followed. */
const HOPS = 5;

/** How the asker names itself: an operator who reads a log can tell. */
const FIELDS = { 'user-agent': 'gatecrash-explain', accept: 'text/html,application/json;q=0.9,*/*;q=0.8' };

/** Asks with GET, and follows redirects; never rejects but for the signal's sake. */
export async function askOnce(url: string, agent: Agent, signal?: AbortSignal): Promise<Try> {
  const at = Date.now();
  const from = performance.now();
  const done = (result: Pick<Try, 'url' | 'answer' | 'failure'>): Try => ({
    at,
    ms: performance.now() - from,
    ...result,
  });
  let here = url;
  try {
    for (let hops = 0; ; hops++) {
      const { answer, location } = await get(here, agent, signal);
      const next = location === null || hops === HOPS ? null : leadsTo(location, here);
      if (next === null) return done({ url: here, answer, failure: null });
      here = next;
    }
  } catch (error) {
    signal?.throwIfAborted();
    return done({ url: here, answer: null, failure: noAnswer(codeOf(error)) });
  }
}

function leadsTo(location: string, here: string): string | null {
  const next = URL.canParse(location, here) ? new URL(location, here) : null;
  return next && /^https?:$/.test(next.protocol) ? next.href : null;
}

async function get(
  url: string,
  agent: Agent,
  signal?: AbortSignal,
): Promise<{ answer: Answer; location: string | null }> {
  const response = await request(url, { dispatcher: agent, headers: FIELDS, responseHeaders: 'raw', signal });
  const fields = pairs(response.headers as unknown as readonly string[]);
  const { octets, cut } = await beginningOf(response.body);
  const status = response.statusCode;
  const answer = {
    version: 'HTTP/1.1',
    status,
    reason: response.statusText,
    fields,
    body: bodyText(octets, fields),
    cut,
  };
  const location = fields.find(([name]) => name.toLowerCase() === 'location')?.[1];
  return { answer, location: [301, 302, 303, 307, 308].includes(status) ? (location ?? null) : null };
}

/** Chunks are undici's matter; other codings are ours. */
function bodyText(octets: Buffer, fields: readonly Field[]): string {
  return decodeBody(
    octets,
    fields.filter(([name]) => name.toLowerCase() !== 'transfer-encoding'),
  );
}

function pairs(raw: readonly string[]): Field[] {
  const fields: Field[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) fields.push([raw[at] ?? '', raw[at + 1] ?? '']);
  return fields;
}

/** As much as is looked at; a body that breaks off is told by `cut`, for its head has come. */
async function beginningOf(body: AsyncIterable<Buffer>): Promise<{ octets: Buffer; cut: boolean | null }> {
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of body) {
      pieces.push(piece);
      size += piece.length;
      if (size >= BODY_LIMIT) return { octets: Buffer.concat(pieces), cut: null };
    }
    return { octets: Buffer.concat(pieces), cut: false };
  } catch {
    return { octets: Buffer.concat(pieces), cut: true };
  }
}
