import t from 'tap';
import type { Case } from '../../harness/core/case.ts';
import { playedOf } from '../../harness/core/played.ts';
import type { Verdict } from '../../harness/core/verdict.ts';
import { resultTable } from '../../harness/terminal/result-table.ts';
import { PLAIN, styleOf } from '../../harness/terminal/style.ts';
import { matchesGolden } from '../support/golden.ts';
import { caseOf, DEVIATION, ended, RULED } from '../support/run-events.ts';

const PASS: Verdict = { result: 'pass', findings: [] };
const KNOWN: Verdict = { result: 'deviates', findings: [{ ...RULED, deviation: DEVIATION }] };
const SKIP: Verdict = { result: 'skip', findings: [], reason: 'needs a resolver' };
const GATEWAYS = [
  'apache',
  'caddy',
  'envoy',
  'fastify-http-proxy',
  'haproxy',
  'http-proxy',
  'nginx',
  'reference',
  'varnish',
];

const scenarios = ['crash/refused', 'firewall/drops-every-packet-of-one-upstream-while-others-are-busy', 'pool/stale'];
const cases = scenarios.flatMap((id) =>
  GATEWAYS.map((gateway) => caseOf(id, gateway, id.startsWith('pool') ? { method: 'POST' } : {})),
);
const verdictOf = ({ gateway, scenario }: Case): Verdict => {
  if (gateway.name === 'haproxy') return KNOWN;
  return scenario.id.startsWith('firewall') && gateway.name.startsWith('f') ? SKIP : PASS;
};
const played = playedOf(cases.map((item) => ended(item, verdictOf(item))));

for (const [name, width] of [
  ['wide', 200],
  ['narrow', 120],
  ['very narrow', 60],
] as const) {
  t.test(`on a ${name} screen no line is longer than the screen`, async (t) => {
    const text = resultTable(cases, played, width, PLAIN);
    const table = text.split('\n\n').slice(0, -1).join('\n\n');
    t.ok(table.split('\n').every((line) => line.length <= width));
    matchesGolden(t, `reporters/table-${name.replace(' ', '-')}.txt`, text);
  });
}

t.test('colours do not move the columns', async (t) => {
  const coloured = resultTable(cases, played, 200, styleOf({ colors: true }));
  t.match(coloured, '\x1b[32m✓ pass');
  t.equal(coloured.replace(/\x1b\[\d+m/g, ''), resultTable(cases, played, 200, PLAIN));
});

t.test('of several repeats the worst is shown, with its share', async (t) => {
  const item = caseOf('race', 'nginx');
  const repeats = [1, 2, 3].map((repeat) => ({ ...item, repeat }));
  const verdicts: Verdict[] = [PASS, { result: 'fail', findings: [RULED] }, PASS];
  const events = repeats.map((one, index) => ended(one, verdicts[index] ?? PASS));
  t.match(resultTable(repeats, playedOf(events), 100, PLAIN), 'race      ✗ fail 1/3\n');
});
