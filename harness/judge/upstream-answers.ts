import { ResponseParser, type StreamEnd } from '../client/response-parser.ts';
import type { Observation } from '../core/evidence.ts';
import type { Attempt } from '../core/facts.ts';
import { H2_ERROR } from '../core/http2-frames.ts';
import type { UpstreamAnswer } from '../core/upstream-answer.ts';
import { answerOnStream } from './answer-on-stream.ts';

type OfConnection = Extract<Observation, { readonly connection: number }>;
type Ended = UpstreamAnswer['ended'];

/** What the upstreams of a pass answered to an attempt. */
export class UpstreamAnswers {
  readonly #connections: ReadonlyMap<string, readonly OfConnection[]>;

  constructor(observations: readonly Observation[]) {
    const own = observations.filter((event): event is OfConnection => 'connection' in event);
    this.#connections = Map.groupBy(own, keyOf);
  }

  /** The octets between this request and the next one on its connection, and what a strict recipient reads in them. */
  to(attempt: Attempt): UpstreamAnswer {
    if (attempt.version === '2') return this.#onStream(attempt);
    const { events, isLast } = this.#from(attempt);
    const sent = events.filter((event) => event.kind === 'sent');
    const octets = Buffer.from(sent.map((event) => event.octets).join(''), 'latin1');
    const closed = isLast ? events.find((event) => event.kind === 'closed') : undefined;
    const ended = closed?.by ?? 'kept';
    const parser = new ResponseParser(attempt.method);
    parser.push(octets);
    return {
      attempt,
      octets,
      whole: !sent.some((event) => event.cut),
      firstAt: sent.at(0)?.at ?? null,
      lastAt: sent.at(-1)?.at ?? null,
      ...parser.finish(STREAM_ENDS[ended]),
      unprocessed: false,
      ended,
    };
  }

  /**
   * Of a stream: requests on other streams of its connection do not end it. A head that means nothing in HTTP/1.1 is left as
   * the octets of its frames.
   */
  #onStream(attempt: Attempt): UpstreamAnswer {
    const all = this.#connections.get(keyOf(attempt)) ?? [];
    const parts = all.filter((event) => event.kind === 'stream').filter(({ nth }) => nth === attempt.nth);
    const sent = parts.filter(({ part }) => part !== 'peer-reset' && part !== 'our-reset');
    const { octets, whole, ended } = answerOnStream(parts);
    const closed = all.find((event) => event.kind === 'closed')?.by ?? 'kept';
    const parser = new ResponseParser(attempt.method);
    parser.push(octets);
    // RST_STREAM is the ordinary way to give a stream up, and destroys nothing: to the gateway's connection it is no RST.
    const end = { 'by-end': 'our-fin', 'our-rst': 'our-rst', 'by-peer': 'peer-fin', not: closed } as const;
    const read = parser.finish(STREAM_ENDS[end[ended]]);
    const refused = parts.some(({ code }) => code === H2_ERROR.refusedStream);
    const unprocessed = refused || all.some((event) => event.kind === 'goaway' && event.lastNth < attempt.nth);
    const given = { attempt, whole, unprocessed, firstAt: sent.at(0)?.at ?? null, lastAt: sent.at(-1)?.at ?? null };
    if (!whole && !read.final) {
      const raw = this.#from(attempt).events.filter((event) => event.kind === 'sent');
      const wire = Buffer.from(raw.map((event) => event.octets).join(''), 'latin1');
      return { ...given, octets: wire, interim: [], final: null, leftover: 0, defects: [], ended: end[ended] };
    }
    return { ...given, octets, ...read, ended: read.final?.complete && ended === 'by-end' ? 'kept' : end[ended] };
  }

  /** What happened on the attempt's connection from it on, up to the next request; what was sent before the first belongs to it. */
  #from(attempt: Attempt): { events: readonly OfConnection[]; isLast: boolean } {
    const all = this.#connections.get(keyOf(attempt)) ?? [];
    const start =
      attempt.nth === 1 ? 0 : all.findIndex((event) => event.kind === 'request' && event.nth === attempt.nth);
    const next = all.findIndex((event) => event.kind === 'request' && event.nth === attempt.nth + 1);
    const isLast = next === -1;
    return { events: all.slice(Math.max(0, start), isLast ? undefined : next), isLast };
  }
}

const STREAM_ENDS: Readonly<Record<Ended, StreamEnd>> = {
  kept: 'kept',
  'peer-fin': 'kept',
  'peer-rst': 'kept',
  'our-fin': 'fin',
  'our-rst': 'rst',
};

function keyOf({ upstream, connection }: Pick<Attempt, 'upstream' | 'connection'>): string {
  return `${upstream} ${connection}`;
}
