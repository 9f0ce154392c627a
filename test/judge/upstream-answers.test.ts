import t from 'tap';
import type { Exchange, Observation } from '../../harness/core/evidence.ts';
import type { ExchangeFacts } from '../../harness/core/facts.ts';
import { answer, exchange, factsWith, seen, upstreamSaid } from '../support/evidence.ts';

function first(one: Partial<Exchange> & { raw?: string }, observations: Observation[]): ExchangeFacts {
  const [facts] = factsWith({ exchanges: [exchange(one)], observations }).exchanges;
  if (!facts) throw new Error('no exchange');
  return facts;
}

t.test('an exchange has what its upstream really sent, as a strict recipient reads it', (t) => {
  const octets = `${answer(200, { 'X-Bad ': 'a' }, 'hello')}surplus`;
  const { answer: said } = first({}, upstreamSaid(octets, { ended: 'our-fin' }));
  t.match(said, { final: { status: 200, complete: true }, leftover: 7, ended: 'our-fin', whole: true });
  t.strictSame(
    said?.defects.map(({ code }) => code),
    ['space-before-colon'],
  );
  t.end();
});

t.test('each attempt has its own answer, also two on one connection', (t) => {
  const observations = [
    ...upstreamSaid(answer(200, {}, 'warm'), { id: 'steps-0', from: 900 }),
    ...upstreamSaid('', { nth: 2, from: 1001, ended: 'our-rst' }),
    ...upstreamSaid(answer(200, {}, 'again'), { connection: 2, from: 1010 }),
  ];
  const { attempts, answers, answer: last } = first({}, observations);
  t.strictSame(
    attempts.map(({ connection, nth }) => [connection, nth]),
    [
      [1, 2],
      [2, 1],
    ],
  );
  t.strictSame(
    answers.map(({ octets, ended }) => [octets.length, ended]),
    [
      [0, 'our-rst'],
      [answer(200, {}, 'again').length, 'kept'],
    ],
  );
  t.equal(last?.final?.body.toString(), 'again');
  t.end();
});

t.test('what comes before the first request of a connection is read before its answer', (t) => {
  const early = answer(200, {}, 'early');
  const sent = seen(998, { kind: 'sent', connection: 1, octets: early, cut: false });
  const { answer: said } = first({}, [sent, ...upstreamSaid(answer(200, {}, 'mine'))]);
  t.equal(said?.final?.body.toString(), 'early');
  t.equal(said?.leftover, answer(200, {}, 'mine').length);
  t.end();
});

t.test('a close-delimited answer is whole by FIN alone, and one that was not kept whole is marked', (t) => {
  const octets = 'HTTP/1.1 200 OK\r\n\r\nhello';
  t.equal(first({}, upstreamSaid(octets, { ended: 'our-fin' })).answer?.final?.complete, true);
  t.equal(first({}, upstreamSaid(octets, { ended: 'our-rst' })).answer?.final?.complete, false);
  const cut = [...upstreamSaid(''), seen(1003, { kind: 'sent', octets, cut: true } as Observation)];
  t.equal(first({}, cut).answer?.whole, false);
  t.end();
});

t.test('a response is the upstream’s by its marks, or by status and body', (t) => {
  const made = (raw: string, said: string | null) =>
    first({ raw }, said === null ? [] : upstreamSaid(said, { ended: 'our-fin' })).madeBy;
  t.equal(made(answer(200, { 'X-Gatecrash-Id': 'steps-1' }), null), 'upstream', 'out of a store');
  t.equal(made(answer(200, {}, 'hello'), answer(200, {}, 'hello')), 'upstream');
  t.equal(made(answer(503, { 'X-Own': '1' }, ''), answer(503, { 'X-Own': '1' }, '')), 'upstream');
  t.equal(made(answer(503, {}, 'busy'), answer(503, {}, 'busy')), 'upstream');
  t.equal(made(answer(200), 'HTTP/1.1 20 OK\r\n\r\n'), 'upstream', 'a bad status line that was mended');
  t.end();
});

t.test('a response is the gateway’s where no upstream sent it', (t) => {
  const made = (raw: string, said: string | null) =>
    first({ raw }, said === null ? [] : upstreamSaid(said, { ended: 'our-fin' })).madeBy;
  t.equal(made(answer(502, {}, 'bad gateway'), null), 'gateway');
  t.equal(made(answer(404, {}, 'no route'), null), 'gateway');
  t.equal(made(answer(502, {}, 'bad gateway'), answer(200, {}, 'hello')), 'gateway');
  t.equal(made(answer(502, {}, 'bad gateway'), 'garbage'), 'gateway');
  t.equal(made(answer(503, {}, 'page of the gateway'), answer(503, {}, 'busy')), 'gateway', 'an error page put in');
  t.equal(made('', answer(200)), null);
  t.end();
});
