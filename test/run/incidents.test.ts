import t from 'tap';
import { gatecrash } from '../support/cli.ts';
import { workFolder } from '../support/work-folder.ts';

/** An incident of the reference gateway, whose upstream hangs up instead of answering. */
const incident = (log: string, fix: string) => `name: It hangs up
upstreams: { app: empty-answer }
steps: [ request: GET / ]
signature: { reference: { status: 502, time: at-once, log: ${log} } }
fix: { what: It is another one., upstreams: { app: ${fix} } }
`;

t.test('an incident passes where its signature comes out and goes with the fix, and fails where not', async (t) => {
  const cwd = await workFolder(t, {
    'scenarios/good.yaml': incident('connection_terminated', 'healthy'),
    'scenarios/another.yaml': incident('connection_refused', 'healthy'),
    'scenarios/idle.yaml': incident('connection_terminated', '{ fault: error-status, status: 503 }'),
    'scenarios/noisy.yaml': incident('connection_terminated', 'reset-before-answer'),
  });
  const { stdout, code } = await gatecrash(['run', 'scenarios', '--gateway', 'reference', '--reporter', 'json'], {
    cwd,
  });
  t.equal(code, 1);
  const ended = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; case: string; result: string; findings: { rule: string }[] })
    .filter(({ type }) => type === 'case-ended');
  const told = ended.map(({ case: id, result, findings }) =>
    [id, result, ...findings.map(({ rule }) => rule)].join(' '),
  );
  t.strictSame([...new Set(told)].sort(), [
    'another@reference fail signature.log',
    'another[fix]@reference pass',
    'good@reference pass',
    'good[fix]@reference pass',
    'idle@reference pass',
    'idle[fix]@reference fail fix.answer',
    'noisy@reference pass',
    'noisy[fix]@reference fail fix.answer fix.log',
  ]);
});
