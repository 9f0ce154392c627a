import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t from 'tap';
import type { Verdict } from '../../harness/core/verdict.ts';
import junit from '../../harness/reporters/junit.ts';
import { report } from '../support/report.ts';
import { caseOf, emptyRun, ended, interruptedRun, mixedRun, RULED, runEnded, started } from '../support/run-events.ts';

const FAIL: Verdict = { result: 'fail', findings: [RULED] };
const BROKEN: Verdict = { result: 'broken', findings: [], reason: 'nginx did not start' };
const PASS: Verdict = { result: 'pass', findings: [] };
const NONE = { pass: 0, fail: 0, deviates: 0, broken: 0, skip: 0, flaky: 0 };

/** One case whose attempts ended so. */
function attempts(...verdicts: Verdict[]) {
  const item = caseOf('crash/refused', 'nginx');
  const events = verdicts.map((verdict, index) =>
    ended({ ...item, attempt: index + 1 }, verdict, { retried: index < verdicts.length - 1 }),
  );
  return [started([item]), ...events, runEnded(NONE)];
}

/** Names of the elements within the one test case. */
async function elements(...verdicts: Verdict[]): Promise<string[]> {
  const { written } = await report(junit, attempts(...verdicts));
  const inner = written.out.slice(written.out.indexOf('<testcase'));
  return [...inner.matchAll(/<(\w+(?:-\w+)?)/g)].map((match) => match[1] ?? '').slice(1);
}

t.test('failure and error differ, and earlier attempts are told as Surefire tells them', async (t) => {
  t.same(await elements(PASS), []);
  t.same(await elements(FAIL), ['failure']);
  t.same(await elements(BROKEN), ['error']);
  t.same(await elements(FAIL, FAIL), ['failure', 'rerunFailure', 'stackTrace']);
  t.same(await elements(BROKEN, FAIL), ['failure', 'rerunError', 'stackTrace']);
  t.same(await elements(FAIL, BROKEN), ['rerunFailure', 'stackTrace', 'error']);
  t.same(await elements(FAIL, PASS), ['flakyFailure', 'stackTrace']);
  t.same(await elements(BROKEN, PASS), ['flakyError', 'stackTrace']);
});

t.test('characters that XML has no place for are left out, all others are kept', async (t) => {
  const reason = 'a\x00b\x1bc\ud800d]]>e<f>&"\u{1f600}\ufffe';
  const item = caseOf('crash/refused', 'nginx', { odd: '\x00<\ufffe' });
  const end = runEnded(NONE);
  const { written } = await report(junit, [
    started([item]),
    ended(item, { result: 'broken', findings: [], reason }),
    end,
  ]);
  t.match(written.out, ']]&gt;e&lt;f&gt;');
  t.match(written.out, '\u{1f600}');
  t.match(written.out, 'name="What happens in crash/refused [odd=&lt;]"');
  t.notMatch(written.out, /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe]/);
});

const validate = promisify(execFile);
const xmllint = await validate('xmllint', ['--version']).then(
  () => true,
  () => false,
);
const required = process.env.GATECRASH_REQUIRE === 'all';
const documents = {
  mixed: mixedRun(),
  interrupted: interruptedRun(),
  empty: emptyRun(),
  'failed twice': attempts(FAIL, FAIL),
  'broken and then failed': attempts(BROKEN, FAIL),
  'failed and then broken': attempts(FAIL, BROKEN, BROKEN),
  'flaky in both ways': attempts(BROKEN, FAIL, PASS),
};

const skip = !xmllint && !required && 'xmllint is not on this machine (libxml2-utils)';
t.test('xmllint finds the report valid by the schema', { skip }, async (t) => {
  const schema = fileURLToPath(new URL('../fixtures/junit.xsd', import.meta.url));
  const folder = t.testdir();
  for (const [name, events] of Object.entries(documents)) {
    const file = join(folder, `${name.replaceAll(' ', '-')}.xml`);
    writeFileSync(file, (await report(junit, events)).written.out);
    await t.resolves(validate('xmllint', ['--noout', '--nonet', '--schema', schema, file]), name);
  }
  const wrong = join(folder, 'wrong.xml');
  writeFileSync(wrong, '<testsuites name="x"/>');
  await t.rejects(validate('xmllint', ['--noout', '--nonet', '--schema', schema, wrong]), 'and another one not');
});
