import t from 'tap';
import { DEFAULT_SETTINGS } from '../../harness/core/default-settings.ts';
import type { Facts } from '../../harness/core/facts.ts';
import holdings from '../../harness/rules/holdings.ts';
import { answer, caseWith, exchange, factsWith, upstreamSaid } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

const MEBIBYTE = 1024 * 1024;
const BEFORE = { descriptors: 12, resident: 40 * MEBIBYTE, peak: 41 * MEBIBYTE };

/** A gateway that held so much more after a load than before it. */
function held(more: { descriptors?: number; memory?: number; keepalive?: boolean; endless?: boolean }): Facts {
  const { descriptors = 0, memory = 0, keepalive = false, endless = true } = more;
  const grown = BEFORE.resident + memory * MEBIBYTE;
  const after = { descriptors: BEFORE.descriptors + descriptors, resident: BEFORE.resident, peak: grown };
  const item = caseWith();
  const said = upstreamSaid(endless ? 'HTTP/1.1 200 OK\r\nX-Endless: x\r\n' : answer(200));
  return factsWith({
    case: { ...item, variant: { ...item.variant, settings: { ...DEFAULT_SETTINGS, keepalive } } },
    exchanges: [exchange({ raw: answer(502) })],
    observations: said.map((event) => (event.kind === 'sent' ? { ...event, cut: true } : event)),
    gateway: { held: { before: BEFORE, after } },
  });
}

t.test('OP-48: descriptors are given back, but for a few', (t) => {
  const judge = (facts: Facts) => judgeRule(holdings, 'OP-48', facts);
  t.strictSame(judge(held({ descriptors: 10 })), []);
  t.match(judge(held({ descriptors: 11 })), [{ expected: 'at most 22 descriptors in a process', actual: '23' }]);
  t.strictSame(judge(held({ descriptors: 100, keepalive: true })), [], 'a pool may keep its connections');
  t.strictSame(judge(factsWith({ exchanges: [exchange()] })), [], 'nobody looked');
  t.end();
});

t.test('OP-49: a header without end does not fill the memory', (t) => {
  const judge = (facts: Facts) => judgeRule(holdings, 'OP-49', facts);
  t.strictSame(judge(held({ memory: 64 })), []);
  t.match(judge(held({ memory: 65 })), [{ actual: '65 MiB more than before' }]);
  t.strictSame(judge(held({ memory: 500, endless: false })), [], 'what is not without end may be kept');
  t.end();
});
