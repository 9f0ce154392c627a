import t from 'tap';
import type { Exchange } from '../../harness/core/evidence.ts';
import bodies from '../../harness/rules/bodies.ts';
import incomplete from '../../harness/rules/incomplete.ts';
import { exchange, factsWith, upstreamSaid } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

type Ended = 'our-fin' | 'our-rst' | 'peer-fin';

const OK = 'HTTP/1.1 200 OK\r\n';
const ERROR = 'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n';
const SHORT = `${OK}Content-Length: 9\r\n\r\nhello`;
const UNENDED = `${OK}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n`;
const ENDLESS = `${OK}\r\nhello`;
/** Ways to tell a client that five octets are all. */
const CLEAN: readonly [string, Exchange['ended']][] = [
  [`${OK}Content-Length: 5\r\n\r\nhello`, 'kept'],
  [`${UNENDED}0\r\n\r\n`, 'kept'],
  [ENDLESS, 'fin'],
];
/** Ways to tell it that they are not, or that there is an error. */
const VISIBLE: readonly [string, Exchange['ended']][] = [
  [SHORT, 'fin'],
  [SHORT, 'rst'],
  [UNENDED, 'fin'],
  [ENDLESS, 'rst'],
  [ERROR, 'kept'],
  ['', 'fin'],
];

function judge(id: string, [sent, upstreamEnded]: [string, Ended], [raw, ended]: readonly [string, Exchange['ended']]) {
  const exchanges = [exchange({ raw, ended })];
  const observations = upstreamSaid(sent, { ended: upstreamEnded });
  const family = id === 'OP-28' ? bodies : incomplete;
  return judgeRule(family, id, factsWith({ exchanges, observations }));
}

const CUTS: readonly { readonly cut: [string, Ended]; readonly rule: string }[] = [
  { cut: [SHORT, 'our-fin'], rule: 'R-9112-6.3-6' },
  { cut: [SHORT, 'peer-fin'], rule: 'R-9112-6.3-6' },
  { cut: [SHORT, 'our-rst'], rule: 'R-9112-8-1' },
  { cut: [UNENDED, 'our-rst'], rule: 'R-9112-8-1' },
  { cut: [UNENDED, 'our-fin'], rule: 'R-9112-8-2' },
  { cut: [UNENDED, 'peer-fin'], rule: 'R-9112-8-2' },
  { cut: [ENDLESS, 'our-rst'], rule: 'R-9112-8-3' },
];
const RULES = ['R-9112-6.3-6', 'R-9112-8-1', 'R-9112-8-2', 'R-9112-8-3'];

for (const { cut, rule } of CUTS) {
  t.test(`${rule}: ${JSON.stringify(cut[0].slice(17))} and ${cut[1]} must be a visible cut`, (t) => {
    for (const clean of CLEAN) {
      t.equal(judge(rule, cut, clean).length, 1, clean.join(' '));
      t.equal(judge('OP-28', cut, clean).length, 1, 'OP-28 needs no catalogue entry');
      for (const other of RULES.filter((id) => id !== rule)) t.strictSame(judge(other, cut, clean), [], other);
    }
    for (const visible of VISIBLE)
      for (const id of [...RULES, 'OP-28']) t.strictSame(judge(id, cut, visible), [], `${id} ${visible.join(' ')}`);
    t.end();
  });
}

t.test('what the upstream ended as it should is no cut', (t) => {
  const whole: [string, Ended][] = [
    [`${OK}Content-Length: 5\r\n\r\nhello`, 'our-rst'],
    [`${UNENDED}0\r\n\r\n`, 'our-rst'],
    [ENDLESS, 'our-fin'],
    [ENDLESS, 'peer-fin'],
  ];
  for (const sent of whole)
    for (const clean of CLEAN)
      for (const id of [...RULES, 'OP-28']) t.strictSame(judge(id, sent, clean), [], `${id} ${sent.join(' ')}`);
  t.end();
});

t.test('a stored response in place of the cut one is none', (t) => {
  const raw = `${OK}X-Gatecrash-Id: steps-0\r\nContent-Length: 5\r\n\r\nhello`;
  for (const { cut, rule } of CUTS) {
    t.strictSame(judge(rule, cut, [raw, 'kept']), [], rule);
    t.strictSame(judge('OP-28', cut, [raw, 'kept']), []);
  }
  t.end();
});

t.test('R-9112-6.3-6: a client that waits for the rest for ever is a finding', (t) => {
  t.match(judge('R-9112-6.3-6', [SHORT, 'our-fin'], [SHORT, 'timeout']), [{ actual: '200 truncated, never ended' }]);
  t.strictSame(judge('R-9112-6.3-6', [UNENDED, 'our-fin'], [UNENDED, 'timeout']), []);
  t.end();
});

t.test('R-9112-8-4: half a head is no response', (t) => {
  const half = `${OK}Content-Type: text/pl`;
  t.equal(judge('R-9112-8-4', [half, 'our-fin'], [`${OK}Content-Length: 0\r\n\r\n`, 'kept']).length, 1);
  t.equal(judge('R-9112-8-4', [half, 'our-rst'], [ENDLESS, 'fin']).length, 1);
  t.strictSame(judge('R-9112-8-4', [half, 'our-fin'], [ERROR, 'kept']), []);
  t.strictSame(judge('R-9112-8-4', [half, 'our-fin'], ['', 'fin']), []);
  t.strictSame(judge('R-9112-8-4', [SHORT, 'our-fin'], [SHORT, 'fin']), []);
  const observations = upstreamSaid(half, { ended: 'our-fin' }).map((event) => ({ ...event, cut: true }));
  const large = factsWith({ exchanges: [exchange({ raw: ENDLESS, ended: 'fin' })], observations });
  t.strictSame(judgeRule(incomplete, 'R-9112-8-4', large), [], 'more was sent than was kept');
  t.end();
});
