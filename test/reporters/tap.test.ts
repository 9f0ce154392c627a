import t from 'tap';
import { Parser, type Result } from 'tap-parser';
import tap from '../../harness/reporters/tap.ts';
import { report } from '../support/report.ts';
import { caseOf, emptyRun, ended, interruptedRun, mixedRun, RULED, runEnded, started } from '../support/run-events.ts';

/** What a parser that is not ours makes of the report. */
async function readBack(events: Parameters<typeof report>[1]) {
  const { written } = await report(tap, events);
  const points: Result[] = [];
  const odd: string[] = [];
  const results = await new Promise<{ ok: boolean; bailout: boolean | string; count: number }>((resolve) => {
    const parser = new Parser({ strict: true }, resolve);
    parser.on('assert', (point) => points.push(point));
    parser.on('extra', (text) => odd.push(text));
    parser.end(written.out);
  });
  return { points, odd, results };
}

t.test('a strict TAP 14 parser takes every line', async (t) => {
  const { odd, points, results } = await readBack(mixedRun());
  t.same(odd, []);
  t.equal(results.count, 6);
  t.same(
    points.map(({ ok, name }) => [ok, name]),
    [
      [true, 'crash/refused@nginx'],
      [false, 'crash/cut-body[method=GET]@nginx'],
      [true, 'pool/stale[method=POST]@haproxy'],
      [false, 'firewall/drop@nginx'],
      [true, 'dns/nxdomain@haproxy'],
      [true, 'crash/refused@haproxy'],
    ],
  );
});

t.test('diagnostics are real YAML and come back as they were', async (t) => {
  const { points } = await readBack(mixedRun());
  const [, failed, known, broken, skipped, flaky] = points;
  t.match(failed?.diag, { result: 'fail', severity: 'fail', at: { line: 7, column: 15 } });
  t.equal(failed?.time, 1240);
  t.equal(failed?.diag.findings[0].actual, RULED.actual, 'control characters survive');
  t.match(failed?.diag.details, /^> 7 \| {5}expect:.*\n {4}\| {15}\^$/m, 'the code frame keeps its columns');
  t.match(known?.diag, { result: 'deviates', findings: [{ known: 'redispatches a POST by its default' }] });
  t.match(broken?.diag, { result: 'broken', message: 'firewall-drop did not fire on app:' });
  t.equal(skipped?.skip, 'no resolver: /etc/resolv.conf cannot be bound #1');
  t.match(flaky?.diag, { result: 'pass', flaky: true, earlier: [{ attempt: 1, result: 'fail' }] });
});

t.test('an interrupted run bails out', async (t) => {
  const { results } = await readBack(interruptedRun());
  t.equal(results.bailout, 'interrupted, 2 not run');
  t.notOk(results.ok);
});

t.test('an empty run is an empty plan', async (t) => {
  t.ok((await readBack(emptyRun())).results.ok);
});

t.test('cases that were not played because enough had failed are skipped, so that the plan holds', async (t) => {
  const [one, two] = [caseOf('crash/refused', 'nginx'), caseOf('crash/refused', 'haproxy')];
  const failed = ended(one, { result: 'fail', findings: [RULED] });
  const end = runEnded({ pass: 0, fail: 1, deviates: 0, broken: 0, skip: 0, flaky: 0 }, { notRun: 1 });
  const { points, odd } = await readBack([started([one, two]), failed, end]);
  t.same(
    points.map(({ ok, skip }) => [ok, skip]),
    [
      [false, false],
      [true, 'not run'],
    ],
  );
  t.same(odd, []);
});

t.test('a name with a hash, a backslash or a line break is still a name', async (t) => {
  const odd = caseOf('odd', 'nginx', { target: '/a # SKIP \\ b\nok 7' });
  const end = runEnded({ pass: 1, fail: 0, deviates: 0, broken: 0, skip: 0, flaky: 0 });
  const { points } = await readBack([started([odd]), ended(odd, { result: 'pass', findings: [] }), end]);
  t.same(
    points.map(({ name, skip }) => [name, skip]),
    [['odd[target=/a # SKIP \\ b\\nok 7]@nginx', false]],
  );
});

t.test('repeats of a case are points of their own', async (t) => {
  const one = caseOf('crash/refused', 'nginx');
  const two = { ...one, repeat: 2 };
  const pass = { result: 'pass', findings: [] } as const;
  const end = runEnded({ pass: 2, fail: 0, deviates: 0, broken: 0, skip: 0, flaky: 0 });
  const { points } = await readBack([started([one, two]), ended(one, pass), ended(two, pass), end]);
  t.same(
    points.map((point) => point.name),
    ['crash/refused@nginx', 'crash/refused@nginx (repeat 2)'],
  );
});

t.test('a notice before the run and one after it are comments', async (t) => {
  const problem = { code: 'kept', message: 'configs are\nin /tmp/x' };
  const notice = { type: 'notice', level: 'info', problem } as const;
  const { odd, results } = await readBack([notice, ...mixedRun(), notice]);
  t.same(odd, []);
  t.equal(results.count, 6);
});
