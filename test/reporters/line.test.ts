import t from 'tap';
import line from '../../harness/reporters/line.ts';
import { matchesGolden } from '../support/golden.ts';
import { report } from '../support/report.ts';
import { caseOf, mixedRun, started } from '../support/run-events.ts';

t.test('on a terminal it writes only what did not pass, in colours, and the summary', async (t) => {
  const sink = await report(line, mixedRun(), { tty: true, colors: true });
  matchesGolden(t, 'reporters/terminal.line.txt', sink.written.out.replaceAll('\x1b', '␛'));
});

t.test('the live area tells the cases that run, what each does, and how many failed', async (t) => {
  const sink = await report(line, mixedRun(), { tty: true });
  matchesGolden(t, 'reporters/terminal.line-status.txt', sink.written.status.join('\n---\n'));
});

t.test('the live area is there with the first event and gone after the last', async (t) => {
  const sink = await report(line, mixedRun().slice(0, 1), { tty: true });
  t.same(sink.written.status, ['0/6 cases, 0 failed so far, 0 running', '']);
});

t.test('more cases than a screen holds are counted', async (t) => {
  const cases = Array.from({ length: 40 }, (_, index) => caseOf(`many/case-${index}`, 'nginx'));
  const begun = cases.map((item) => ({ type: 'case-started', case: item }) as const);
  const sink = await report(line, [started(cases), ...begun], { tty: true });
  t.match(sink.written.status.at(-2), /40 running\n(.*\n){6} {2}and 34 more$/);
});

t.test('a notice goes to stderr', async (t) => {
  const sink = await report(line, mixedRun(), { tty: true });
  t.equal(sink.written.err, 'warning: envoy is not on this machine (gateway-not-found)\n  hint: install envoy\n');
});

t.test('a notice before the run or after it brings up no live area', async (t) => {
  const notice = { type: 'notice', level: 'info', problem: { code: 'kept', message: 'logs are in /tmp/x' } } as const;
  t.same((await report(line, [notice], { tty: true })).written.status, ['']);
  t.equal((await report(line, [...mixedRun(), notice], { tty: true })).written.status.at(-1), '');
});
