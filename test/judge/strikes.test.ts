import t from 'tap';
import type { GatewayStrike } from '../../harness/core/gateway-strike.ts';
import { outagesOf } from '../../harness/core/gateway-strike.ts';
import type { Step } from '../../harness/core/scenario.ts';
import { arrangeFacts } from '../../harness/judge/arrange-facts.ts';
import { authorFindings } from '../../harness/judge/author-findings.ts';
import { unsoundness } from '../../harness/judge/strictness.ts';
import { at, caseWith, evidenceWith, exchange } from '../support/evidence.ts';

const struck = (action: GatewayStrike['action'], more: Partial<GatewayStrike> = {}): GatewayStrike => ({
  step: 'steps.0',
  action,
  from: 100,
  until: 200,
  outcome: 'done',
  ...more,
});
const step = (action: GatewayStrike['action']): Step => ({
  path: 'steps.0',
  place: at(4),
  kind: 'gateway',
  action,
  after: {},
  expect: null,
});

/** Facts of one exchange from 50 to 150, and what was done to the gateway. */
function facts(strikes: readonly GatewayStrike[], more: Parameters<typeof exchange>[0] = {}) {
  const steps = [step(strikes[0]?.action ?? 'kill')];
  const one = { ...exchange(more), startedAt: 50, endedAt: 150 };
  return arrangeFacts(
    caseWith({ steps }),
    { ...evidenceWith({ exchanges: [one] }), strikes },
    { faults: [], profile: 'compat' },
  );
}

t.test('a gateway is down from a kill to the restart behind it, or to the end', (t) => {
  const back = struck('restart', { from: 300, until: 400 });
  t.same(outagesOf([struck('kill')]), [{ from: 100, until: Number.POSITIVE_INFINITY, newOnly: false }]);
  t.same(outagesOf([struck('kill'), back]), [
    { from: 100, until: 400, newOnly: false },
    { from: 300, until: 400, newOnly: false },
  ]);
  t.same(outagesOf([struck('kill-worker')]), [{ from: 100, until: 200, newOnly: false }]);
  t.same(outagesOf([struck('reload'), struck('kill', { tooSoon: 'nobody came' })]), []);
  t.end();
});

t.test("what was under way as the gateway was struck down is its author's to judge alone", (t) => {
  t.equal(facts([struck('kill')]).exchanges.length, 0);
  t.equal(facts([struck('kill')]).struck.length, 1);
  t.equal(facts([struck('reload')]).exchanges.length, 1, 'a reload must not cost a request');
  t.equal(facts([struck('exhaust-descriptors')]).struck.length, 1, 'a new connection takes a descriptor');
  t.equal(facts([struck('exhaust-descriptors')], { nth: 2 }).exchanges.length, 1, 'one that is open can be answered');
  t.equal(facts([struck('kill', { from: 160 })]).exchanges.length, 1, 'it was over before');
  t.end();
});

t.test('an idle connection that a strike ended was not ended by the gateway', (t) => {
  const endedLater = { how: 'fin', at: 180 } as const;
  t.equal(facts([struck('reload', { from: 160 })], { endedLater }).exchanges[0]?.exchange.endedLater, null);
  t.same(facts([struck('reload', { from: 190 })], { endedLater }).exchanges[0]?.exchange.endedLater, endedLater);
  t.end();
});

t.test('what must come of a strike, and did not, is a finding at its step', (t) => {
  const findings = (one: GatewayStrike) => authorFindings(facts([one]), []);
  t.same(findings(struck('reload')), []);
  t.same(findings(struck('reload-broken', { outcome: 'refused' })), []);
  t.match(findings(struck('reload', { outcome: 'refused' })), [
    { rule: 'gateway', actual: /refused it, after 100 ms/ },
  ]);
  t.match(findings(struck('reload-broken')), [{ expected: /refuses the broken configuration/, place: at(4) }]);
  t.match(findings(struck('reload', { outcome: 'gone' })), [{ actual: /ended as a whole/ }]);
  t.match(findings(struck('kill-worker', { outcome: 'silent' })), [{ actual: /nothing of the kind/ }]);
  t.end();
});

t.test('a strike whose requests never came proves nothing', (t) => {
  const tooSoon = 'upstream app had read 0 of 1 requests in time';
  t.match(unsoundness(facts([struck('kill', { tooSoon })]), []), [
    `steps.0: ${tooSoon}, so that the gateway was left alone`,
  ]);
  t.same(unsoundness(facts([struck('reload')]), []), []);
  t.end();
});
