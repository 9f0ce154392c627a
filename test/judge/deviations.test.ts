import { join } from 'node:path';
import t from 'tap';
import type { Case } from '../../harness/core/case.ts';
import type { CaseEnded } from '../../harness/core/event.ts';
import { ProblemError } from '../../harness/core/problem.ts';
import type { Result } from '../../harness/core/verdict.ts';
import { loadDeviations, vanishedDeviations } from '../../harness/deviations.ts';
import type { KnownDeviation } from '../../harness/judge/known-deviation.ts';
import { at, caseWith } from '../support/evidence.ts';

const GOOD = `# what nginx does otherwise
deviations:
  - scenario: body/cut
    rule: OP-28
    actual: 200 complete
    versions: ">=1.18 <1.23"
    profile: strict
    sometimes: true
    reason: It looks whole.
    source: https://example.test/1
  - { scenario: "*", rule: OP-40, reason: It tells, source: its manual }
`;

t.test('a file records the deviations of the gateway that its folder is named after', async (t) => {
  const folder = t.testdir({ nginx: { 'some.yaml': GOOD, 'README.md': 'not a deviation' } });
  t.strictSame(await loadDeviations(folder), [
    {
      gateway: 'nginx',
      scenario: 'body/cut',
      rule: 'OP-28',
      actual: '200 complete',
      versions: '>=1.18 <1.23',
      profile: 'strict',
      sometimes: true,
      reason: 'It looks whole.',
      source: 'https://example.test/1',
      place: { file: 'fixtures/deviations/nginx/some.yaml', line: 3, column: 5 },
    },
    {
      gateway: 'nginx',
      scenario: '*',
      rule: 'OP-40',
      sometimes: false,
      reason: 'It tells',
      source: 'its manual',
      place: { file: 'fixtures/deviations/nginx/some.yaml', line: 11, column: 5 },
    },
  ]);
  t.strictSame(await loadDeviations(join(folder, 'nowhere')), []);
});

t.test('one entry may speak of several scenarios', async (t) => {
  const text = 'deviations:\n  - { scenario: [body/cut, body/stalls], rule: OP-28, reason: r, source: s }\n';
  const loaded = await loadDeviations(t.testdir({ caddy: { 'body.yaml': text } }));
  t.same(
    loaded.map(({ gateway, scenario }) => [gateway, scenario]),
    [
      ['caddy', 'body/cut'],
      ['caddy', 'body/stalls'],
    ],
  );
});

t.test('all that is wrong in any file is told, with its place', async (t) => {
  const folder = t.testdir({
    a: { 'x.yaml': 'deviations:\n  - { scenario: a, rule: OP-1, reason: r, sauce: s }\n' },
    b: { 'x.yaml': 'deviations: [{ scenario: a, rule: OP-1, reason: r, source: s, versions: 1.x }]\n' },
    c: { 'x.yaml': 'deviations: [\n' },
  });
  const error = await loadDeviations(folder).catch((thrown: unknown) => thrown);
  if (!(error instanceof ProblemError)) throw new Error('nothing was thrown');
  t.match(
    error.problems.map(({ message, place }) => `${place?.file}:${place?.line} ${message}`),
    [
      /a\/x\.yaml:2 .*unknown key "sauce"/,
      /b\/x\.yaml:1 .*must be a range of versions such as <1\.23/,
      /c\/x\.yaml:\d .*this is not YAML/,
    ],
  );
});

t.test('the deviations of this package are well-formed', async (t) => {
  await t.resolves(loadDeviations());
});

const known = (changes: Partial<KnownDeviation> = {}): KnownDeviation => ({
  gateway: 'nginx',
  scenario: 'a/b',
  rule: 'OP-28',
  reason: 'r',
  source: 's',
  place: at(1),
  sometimes: false,
  ...changes,
});

function ended(item: Case, result: Result, rule?: string): CaseEnded {
  const found = { rule: rule ?? '', level: 'must', source: 's', expected: 'e', actual: '200 complete' } as const;
  const verdict = { result, findings: rule ? [found] : [] };
  return { type: 'case-ended', case: item, verdict, evidence: null, ms: 1, retried: false, rerun: '' };
}

t.test('a deviation that was looked for and not found has vanished', (t) => {
  const passed = [ended(caseWith(), 'pass')];
  t.equal(vanishedDeviations([known()], passed, 'compat').length, 1);
  t.equal(vanishedDeviations([known({ actual: '502' })], [ended(caseWith(), 'fail', 'OP-28')], 'compat').length, 1);
  t.end();
});

t.test('one that was found once, or was not looked for, has not', (t) => {
  const gone = (ends: CaseEnded[], changes: Partial<KnownDeviation> = {}) =>
    vanishedDeviations([known(changes)], ends, 'compat').length;
  const pass = ended(caseWith(), 'pass');
  t.equal(gone([pass, ended(caseWith(), 'deviates', 'OP-28')]), 0, 'found in one of two repeats');
  t.equal(gone([]), 0);
  t.equal(gone([ended(caseWith({ scenario: 'a/c' }), 'pass')]), 0, 'another scenario');
  t.equal(gone([ended(caseWith({ gateway: 'haproxy' }), 'pass')]), 0, 'another gateway');
  t.equal(gone([pass], { versions: '>=1.23' }), 0, 'another version');
  t.equal(gone([pass], { profile: 'strict' }), 0, 'another profile');
  t.equal(gone([pass], { sometimes: true }), 0, 'a race');
  for (const result of ['broken', 'skip'] as const) t.equal(gone([ended(caseWith(), result)]), 0, result);
  t.end();
});

t.test('a scenario is looked through when all its variants were judged', (t) => {
  const rows = ['GET', 'POST'].map((method) => caseWith({ row: { method } }));
  const variants = rows.map((item) => item.variant);
  const whole = rows.map((item) => ended({ ...item, scenario: { ...item.scenario, variants } }, 'pass'));
  t.equal(vanishedDeviations([known()], whole, 'compat').length, 1);
  t.equal(vanishedDeviations([known()], whole.slice(1), 'compat').length, 0);
  t.end();
});

t.test('a pattern of scenarios is looked through when the whole suite was run', (t) => {
  const pattern = known({ scenario: 'a/*' });
  t.equal(vanishedDeviations([pattern], [ended(caseWith(), 'pass')], 'compat').length, 0);
  t.equal(vanishedDeviations([pattern], [ended(caseWith(), 'pass')], 'compat', true).length, 1);
  t.end();
});
