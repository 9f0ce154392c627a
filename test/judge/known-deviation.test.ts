import t from 'tap';
import { inVersionRange, isVersionRange } from '../../harness/core/version-range.ts';
import { type KnownDeviation, matchDeviation, matchesGlob } from '../../harness/judge/known-deviation.ts';
import { at, caseWith } from '../support/evidence.ts';

const finding = { rule: 'OP-06', level: 'should', source: 's', expected: 'e', actual: '500 Complete' } as const;

function matches(changes: Partial<KnownDeviation>): boolean {
  const plain = {
    gateway: 'nginx',
    scenario: 'a/b',
    rule: 'OP-06',
    reason: 'r',
    source: 's',
    place: at(1),
    sometimes: false,
  };
  return matchDeviation(finding, caseWith(), [{ ...plain, ...changes }], 'compat') !== undefined;
}

t.test('a deviation covers findings of its rule, scenario, gateway, version, profile and text', (t) => {
  for (const changes of [
    {},
    { scenario: '*' },
    { actual: '500 complete' },
    { versions: '<1.23' },
    { profile: 'compat' as const },
  ])
    t.equal(matches(changes), true, JSON.stringify(changes));
  for (const changes of [
    { rule: 'OP-08' },
    { scenario: 'a/c' },
    { gateway: 'haproxy' },
    { actual: '502' },
    { versions: '>=1.23' },
    { profile: 'strict' as const },
  ])
    t.equal(matches(changes), false, JSON.stringify(changes));
  t.end();
});

t.test('a star stands for any text, and nothing else is special', (t) => {
  t.equal(matchesGlob('body/cut', 'body/*'), true);
  t.equal(matchesGlob('body/cut', '*cut'), true);
  t.equal(matchesGlob('body/cut', 'b*t'), true);
  t.equal(matchesGlob('body/cut', 'body'), false);
  t.equal(matchesGlob('bodyxcut', 'body.cut'), false);
  t.end();
});

t.test('versions are compared number by number, as far as the range goes', (t) => {
  for (const [version, range] of [
    ['1.22.1', '<1.23'],
    ['2.6.12', '>=2.6 <3'],
    ['2.6.12', '=2.6'],
    ['2.6.12', '<=2.6'],
    ['1.10', '>1.9'],
    ['v2.4.62-1', '=2.4.62'],
    ['3', '>=3.0'],
  ] as const)
    t.equal(inVersionRange(version, range), true, `${version} ${range}`);
  for (const [version, range] of [
    ['1.23.0', '<1.23'],
    ['3.0', '>=2.6 <3'],
    ['2.6.12', '>2.6'],
    ['unknown', '>=1'],
  ] as const)
    t.equal(inVersionRange(version, range), false, `${version} ${range}`);
  t.end();
});

t.test('what is no range of versions is told', (t) => {
  for (const range of ['<1.23', '>=2.6 <3', '=1']) t.equal(isVersionRange(range), true, range);
  for (const range of ['', '1.23', '~1.2', '<1.x', '< 1', '1.2 - 1.4']) t.equal(isVersionRange(range), false, range);
  t.end();
});
