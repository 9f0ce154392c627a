import t from 'tap';
import type { Exchange, Observation } from '../../harness/core/evidence.ts';
import upstreamReuse from '../../harness/rules/upstream-reuse.ts';
import { exchange, factsWith, seen, upstreamSaid } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

const OK = 'HTTP/1.1 200 OK\r\n';
const ERROR = 'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n';
const HELLO = `${OK}Content-Length: 5\r\n\r\nhello`;
const FRESH = `${OK}Content-Length: 5\r\n\r\nfresh`;
const POISON = `${OK}Content-Length: 6\r\n\r\npoison`;
const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`;

interface Told {
  /** What the upstream sent for the first request, and on which connection the second came. */
  readonly sent: string;
  readonly connection?: number;
  readonly first?: Partial<Exchange> & { raw?: string };
  readonly second?: Partial<Exchange> & { raw?: string };
  /** More that happened on the first connection. */
  readonly between?: readonly Observation[];
}

/** Two requests of a client one second apart, by default over the same upstream connection. */
function judge(id: string, { sent, connection = 1, first = {}, second = {}, between = [] }: Told) {
  const nth = connection === 1 ? 2 : 1;
  const exchanges = [
    exchange({ raw: HELLO, ...first }),
    exchange({ id: 'steps-2', nth: 2, startedAt: 2000, raw: FRESH, ...second }),
  ];
  const observations = [
    ...upstreamSaid(sent),
    ...between,
    ...upstreamSaid(FRESH, { id: 'steps-2', from: 2001, connection, nth }),
  ];
  return judgeRule(upstreamReuse, id, factsWith({ exchanges, observations }));
}

t.test('R-9112-6.3-7: surplus octets that become the next response are a finding', (t) => {
  const id = 'R-9112-6.3-7';
  const sent = HELLO + POISON;
  t.match(judge(id, { sent, second: { raw: POISON } }), [
    { exchange: 'steps-2', actual: '200 with "poison", which came behind another response' },
  ]);
  t.equal(judge(id, { sent, second: { raw: POISON }, connection: 2 }).length, 1, 'whoever got it');
  t.strictSame(judge(id, { sent }), []);
  t.strictSame(judge(id, { sent, second: { raw: ERROR } }), []);
  t.strictSame(judge(id, { sent: HELLO, second: { raw: POISON } }), []);
  t.strictSame(judge('R-9112-9.2-1', { sent, second: { raw: POISON } }), []);
  t.end();
});

t.test('R-9112-9.2-1: octets on an idle connection that become the next response are a finding', (t) => {
  const id = 'R-9112-9.2-1';
  const late = (at: number) => [seen(at, { kind: 'sent', octets: POISON, cut: false } as Observation)];
  const second = { raw: POISON };
  t.match(judge(id, { sent: HELLO, between: late(1500), second }), [
    { actual: '200 with "poison", which came while idle' },
  ]);
  t.strictSame(judge('R-9112-6.3-7', { sent: HELLO, between: late(1500), second }), []);
  t.strictSame(judge(id, { sent: HELLO, between: late(1500) }), []);
  t.strictSame(judge(id, { sent: HELLO, between: late(2000.5), second }), [], 'the next request was on its way');
  t.end();
});

const DOUBTS: Readonly<Record<string, string>> = {
  'an invalid length': `${OK}Content-Length: abc\r\n\r\nhello`,
  'two lengths': `${OK}Content-Length: 2\r\nContent-Length: 3\r\n\r\nhel`,
  'surplus octets': `${HELLO}more`,
  'a broken chunk': `${CHUNKED}5\r\nhelloxx\r\n0\r\n\r\n`,
  'an unended body': `${CHUNKED}5\r\nhello\r\n`,
  'a body up to the end of the connection': `${OK}\r\nhello`,
  'half a head': `${OK}Content-Le`,
  'a body with a 304': 'HTTP/1.1 304 Not Modified\r\n\r\nhello',
  silence: '',
};

for (const [what, sent] of Object.entries(DOUBTS)) {
  t.test(`OP-31: after ${what} the connection is not used again`, (t) => {
    t.match(judge('OP-31', { sent, first: { raw: ERROR } }), [
      { exchange: 'steps-2', actual: 'GET / as request 2 on connection 1' },
    ]);
    t.strictSame(judge('OP-31', { sent, connection: 2 }), []);
    t.end();
  });
}

t.test('OP-31: a sound response leaves no doubt, nor do empty lines behind it', (t) => {
  const both = `${OK}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`;
  for (const sent of [
    HELLO,
    both,
    `${CHUNKED}5\r\nhello\r\n0\r\n\r\n`,
    `${HELLO}\r\n`,
    'HTTP/1.1 204 No Content\r\n\r\n',
  ])
    t.strictSame(judge('OP-31', { sent }), []);
  t.strictSame(judge('OP-31', { sent: `${HELLO}more`, second: { startedAt: 1001 } }), [], 'nobody could know yet');
  t.end();
});

t.test('R-9112-9.3-1: what the client did not wait for must be read before the connection is used again', (t) => {
  const id = 'R-9112-9.3-1';
  const first = { raw: `${OK}Content-Length: 9000\r\n\r\nhel`, aborted: 'rst' } as const;
  t.match(judge(id, { sent: `${OK}Content-Length: 9000\r\n\r\nhello`, first }), [{ exchange: 'steps-2' }]);
  t.strictSame(judge(id, { sent: `${OK}Content-Length: 9000\r\n\r\nhello`, first, connection: 2 }), []);
  const large = [seen(1004, { kind: 'sent', octets: 'x'.repeat(9000), cut: true } as Observation)];
  const taken = [...large, seen(1005, { kind: 'step', index: 1, step: 'send', last: true } as Observation)];
  const sent = `${OK}Content-Length: 9000000\r\n\r\n`;
  t.equal(judge(id, { sent, first, between: large }).length, 1, 'the kernel has not taken it yet');
  t.strictSame(judge(id, { sent, first, between: taken }), []);
  t.strictSame(judge(id, { sent: HELLO, first, between: [...taken] }), []);
  t.end();
});

t.test('OP-15: an attempt after the first octet to the client is a finding', (t) => {
  const cut = `${OK}Content-Length: 9\r\n\r\nhello`;
  const attempts = (second: number) => [
    ...upstreamSaid(cut, { ended: 'our-rst' }),
    ...upstreamSaid(cut, { from: second, connection: 2, ended: 'our-rst' }),
  ];
  const judgeRetry = (second: number, one: Parameters<typeof exchange>[0]) =>
    judgeRule(upstreamReuse, 'OP-15', factsWith({ exchanges: [exchange(one)], observations: attempts(second) }));
  t.match(judgeRetry(1010, { raw: cut, ended: 'fin' }), [{ actual: '1 more, 5 ms after it' }]);
  t.strictSame(judgeRetry(1004, { raw: cut, ended: 'fin' }), [], 'before it');
  t.strictSame(judgeRetry(1010, { raw: ERROR }), [], "an error of the gateway's own");
  t.strictSame(judgeRetry(1010, { raw: '', ended: 'rst' }), []);
  t.end();
});
