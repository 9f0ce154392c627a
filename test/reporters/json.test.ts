import t from 'tap';
import { z } from 'zod';
import json from '../../harness/reporters/json.ts';
import { report } from '../support/report.ts';
import { caseOf, cutEvidence, ended, interruptedRun, mixedRun } from '../support/run-events.ts';

const phase = z.enum(['steps', 'twin', 'aftermath']);
const count = z.int().nonnegative();
const ms = z.number().nonnegative();
const name = z.string().min(1);

/** The contract, in its order; what may follow stands after it in the line, and is not listed here. */
const CASE_ENDED = {
  type: z.literal('case-ended'),
  case: name,
  scenario: name,
  row: z.record(z.string(), z.string()),
  gateway: name,
  version: z.string(),
  runtime: z.enum(['local', 'docker']),
  repeat: z.int().positive(),
  attempt: z.int().positive(),
  result: z.enum(['pass', 'fail', 'deviates', 'broken', 'skip']),
  ms,
  findings: z.array(z.looseObject({ rule: name, level: name, expected: z.string(), actual: z.string() })),
  exchanges: z.array(
    z.looseObject({
      phase,
      client: name,
      method: name,
      target: name,
      status: z.int().min(100).max(599).nullable(),
      complete: z.boolean(),
      ended: z.enum(['fin', 'rst', 'timeout', 'kept']),
      ms,
    }),
  ),
  upstreams: z.record(
    z.string(),
    z.looseObject({
      connections: count,
      requests: count,
      attempts: z.array(
        z.looseObject({ phase, method: name, target: name, connection: z.int().positive(), nth: z.int().positive() }),
      ),
    }),
  ),
};
const RUN_ENDED = {
  type: z.literal('run-ended'),
  counts: z.strictObject({ pass: count, fail: count, deviates: count, broken: count, skip: count, flaky: count }),
  ms,
};

async function linesOf(events: Parameters<typeof report>[1]) {
  const { written } = await report(json, events);
  t.match(written.out, /^(\{.*\}\n)+$/, 'each line is one object');
  return written.out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

t.test('case-ended has every field of the contract, in its order, before any other', async (t) => {
  const lines = (await linesOf(mixedRun())).filter((line) => line.type === 'case-ended');
  t.equal(lines.length, 7, 'every attempt has its line');
  for (const line of lines) {
    z.looseObject(CASE_ENDED).parse(line);
    t.same(Object.keys(line).slice(0, 14), Object.keys(CASE_ENDED));
  }
});

t.test('the parts of case-ended have their fields in order', async (t) => {
  const [line] = await linesOf([ended(caseOf('crash/cut-body', 'nginx'), mixedFailure(), { evidence: cutEvidence() })]);
  t.same(Object.keys(line.findings[0]).slice(0, 4), ['rule', 'level', 'expected', 'actual']);
  t.same(Object.keys(line.exchanges[0]).slice(0, 8), [
    'phase',
    'client',
    'method',
    'target',
    'status',
    'complete',
    'ended',
    'ms',
  ]);
  t.same(Object.keys(line.upstreams.app), ['connections', 'requests', 'attempts']);
  t.same(Object.keys(line.upstreams.app.attempts[0]), ['phase', 'method', 'target', 'connection', 'nth']);
});

t.test('requests and connections count the steps alone, attempts tell those of the aftermath too', async (t) => {
  const [line] = await linesOf([ended(caseOf('crash/cut-body', 'nginx'), mixedFailure(), { evidence: cutEvidence() })]);
  const { app } = line.upstreams;
  t.same([app.connections, app.requests, app.attempts.length], [2, 2, 3]);
  t.same(
    line.exchanges.map((one: { phase: string }) => one.phase),
    ['steps', 'aftermath', 'twin'],
  );
});

t.test('an upstream that nothing reached is told with zeros', async (t) => {
  const evidence = cutEvidence({ main: { exchanges: [], observations: [] } });
  const [line] = await linesOf([ended(caseOf('crash/refused', 'nginx'), mixedFailure(), { evidence })]);
  t.same(line.upstreams, { app: { connections: 0, requests: 0, attempts: [] } });
});

t.test('a probe of the harness is not counted as a connection of the gateway', async (t) => {
  const probe = { result: 'connected', ms: 1, localPort: 40001 };
  const armings = [{ upstream: 'app', fault: 'firewall-drop', from: 1000, until: null, probes: [probe] }];
  const evidence = cutEvidence({ armings });
  const [line] = await linesOf([ended(caseOf('crash/cut-body', 'nginx'), mixedFailure(), { evidence })]);
  t.equal(line.upstreams.app.connections, 1);
});

t.test('run-ended is the last line and has its fields first', async (t) => {
  for (const events of [mixedRun(), interruptedRun()]) {
    const last = (await linesOf(events)).at(-1);
    z.looseObject(RUN_ENDED).parse(last);
    t.same(Object.keys(last).slice(0, 3), Object.keys(RUN_ENDED));
    t.same(Object.keys(last.counts), ['pass', 'fail', 'deviates', 'broken', 'skip', 'flaky']);
  }
});

t.test('nothing follows run-ended', async (t) => {
  const problem = { code: 'kept', message: 'configs and logs are in /tmp/x' };
  const lines = await linesOf([...mixedRun(), { type: 'notice', level: 'info', problem }]);
  t.equal(lines.at(-1).type, 'run-ended');
});

t.test('the schema of this test rejects a line that lacks a field', async (t) => {
  const [line] = (await linesOf(mixedRun())).filter((one) => one.type === 'case-ended');
  for (const key of Object.keys(CASE_ENDED)) {
    const { [key]: _, ...rest } = line;
    t.notOk(z.looseObject(CASE_ENDED).safeParse(rest).success, `without ${key}`);
  }
});

function mixedFailure() {
  const failed = mixedRun().find((event) => event.type === 'case-ended' && event.evidence !== null);
  if (failed?.type !== 'case-ended') throw new Error('the mixed run has a failure with evidence');
  return failed.verdict;
}
