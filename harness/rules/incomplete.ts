import { describeAnswer, type Facts } from '../core/facts.ts';
import type { Rule, Violation } from '../core/rule.ts';
import { type Cut, cutOf } from './facts/cut.ts';
import { everyExchange } from './facts/every-exchange.ts';
import { type Relayed, relayed } from './facts/relayed.ts';

const VISIBLE = 'a cut that the client can see, or a 5xx instead';

export default [
  {
    id: 'R-9112-6.3-6',
    title: 'A body short of its length is incomplete, and its connection ends',
    level: 'must',
    source: 'RFC 9112 section 6.3',
    summary:
      'When the upstream closes or falls silent before the octets that Content-Length announced, the client gets an error, or fewer octets than announced and the end of its connection.',
    example: 'Upstream: `Content-Length: 100`, 10 octets, FIN. Client: 10 octets, and a connection that stays open.',
    judge: (facts) => [
      ...cleanEnds(facts, ({ framing, by }) => framing === 'content-length' && by !== 'rst'),
      ...relayed(facts)
        .filter(({ answer }) => isShort(cutOf(answer)))
        .filter(({ exchange, got }) => !got.complete && exchange.ended === 'timeout')
        .map(({ exchange, sent }) => ({
          expected: `the end of the client's connection, as the upstream sent ${sent.body.length} octets and no more`,
          actual: describeAnswer(exchange),
          exchange: exchange.id,
        })),
    ],
  },
  {
    id: 'R-9112-8-1',
    title: 'A reset body is incomplete',
    level: 'must',
    source: 'RFC 9112 section 8',
    summary:
      'A response that broke off is known to the gateway as incomplete. When an RST came before the length or the last chunk was reached, the client does not get a clean end.',
    example: 'Upstream: a chunk, then an RST. Client: the chunk, and a last chunk.',
    judge: (facts) => cleanEnds(facts, ({ framing, by }) => framing !== 'close-delimited' && by === 'rst'),
  },
  {
    id: 'R-9112-8-2',
    title: 'Nobody but the upstream ends its chunks',
    level: 'should',
    source: 'RFC 9112 section 8',
    summary:
      'A chunked body is incomplete until its last chunk, of size zero, was received. When it did not come the gateway does not make one up, nor a length.',
    example: 'Upstream: `5\\r\\nhello\\r\\n`, FIN. Client: `5\\r\\nhello\\r\\n0\\r\\n\\r\\n`.',
    judge: (facts) => cleanEnds(facts, ({ framing, by }) => framing === 'chunked' && by !== 'rst'),
  },
  {
    id: 'R-9112-8-3',
    title: 'An RST does not end a body that a close would end',
    level: 'should',
    source: 'RFC 9112 section 8',
    summary:
      'Without a length and without chunks only an orderly close says that the body is whole. When an RST came instead, the client sees an RST, or no last chunk, or a length that was not reached.',
    example: 'Upstream: neither length nor chunks, 10 octets, RST. Client: those octets, and a last chunk.',
    judge: (facts) => cleanEnds(facts, ({ framing }) => framing === 'close-delimited'),
  },
  {
    id: 'R-9112-8-4',
    title: 'Half a head says nothing',
    level: 'should',
    source: 'RFC 9112 section 8',
    summary:
      'A header section that ends before its empty line may lack the very field that tells what the status means. The gateway answers 502.',
    example: 'Upstream: `HTTP/1.1 200 OK\\r\\nContent-Type: text/pl`, FIN. Client: a 200.',
    judge: (facts) =>
      everyExchange(facts)
        .filter(({ answer }) => answer?.whole && (answer.ended === 'our-fin' || answer.ended === 'our-rst'))
        .filter(({ answer }) => !answer?.final && answer?.defects.some(({ code }) => code === 'incomplete-head'))
        .filter(({ exchange: { final }, madeBy }) => madeBy === 'upstream' && final !== null && final.status < 500)
        .map(({ exchange }) => ({
          expected: 'a 502 for a head without its end',
          actual: describeAnswer(exchange),
          exchange: exchange.id,
        })),
  },
] satisfies Rule[];

/** Bodies that were cut so, and that the client took for whole. */
function cleanEnds(facts: Facts, speaksOf: (cut: Cut) => boolean): Violation[] {
  return relayed(facts)
    .filter(isCleanEnd)
    .flatMap(({ exchange, got, sent, answer }) => {
      const cut = cutOf(answer);
      if (!cut || !speaksOf(cut)) return [];
      const ends = { fin: 'a FIN', rst: 'an RST', gateway: 'silence' }[cut.by];
      return [
        {
          expected: `${VISIBLE}, as the upstream sent ${sent.body.length} octets (${sent.framing}) and ${ends}`,
          actual: `${describeAnswer(exchange)}, ${got.body.length} octets (${got.framing})`,
          exchange: exchange.id,
        },
      ];
    });
}

function isCleanEnd({ got }: Relayed): boolean {
  return got.complete && got.framing !== 'none';
}

function isShort(cut: Cut | null): boolean {
  return cut?.framing === 'content-length' && cut.by !== 'rst';
}
