import type { Case } from '../../harness/core/case.ts';
import { DEFAULT_SETTINGS } from '../../harness/core/default-settings.ts';
import type { CaseEnded, Counts, RunEvent } from '../../harness/core/event.ts';
import type { Evidence, Exchange, Observation } from '../../harness/core/evidence.ts';
import type { Deviation, Finding } from '../../harness/core/finding.ts';
import type { UpstreamState } from '../../harness/core/scenario.ts';
import { HEALTHY } from '../../harness/core/script.ts';
import type { Verdict } from '../../harness/core/verdict.ts';

/** Synthetic runs: what reporters are fed in tests, with fixed times. */

const FILE = 'test/fixtures/reporters/cut-body.yaml';
const healthy: UpstreamState = { fault: null, label: 'healthy', effect: { place: 'script', script: HEALTHY } };
const VERSIONS: Readonly<Record<string, string>> = { nginx: '1.29.3', haproxy: '3.2.4' };

/** A case of a scenario on a gateway. */
export function caseOf(scenario: string, gateway: string, row: Record<string, string> = {}): Case {
  const keys = Object.entries(row).map(([key, value]) => `${key}=${value}`);
  const variant = { row, settings: DEFAULT_SETTINGS, gateway: null, upstreams: { app: healthy }, steps: [] };
  return {
    id: `${scenario}${keys.length > 0 ? `[${keys.join(',')}]` : ''}@${gateway}`,
    scenario: {
      id: scenario,
      place: { file: FILE, line: 1, column: 1 },
      name: `What happens in ${scenario}`,
      why: null,
      source: null,
      tags: [],
      allow: {},
      variants: [variant],
    },
    variant,
    gateway: { name: gateway, version: VERSIONS[gateway] ?? '1.0' },
    runtime: 'local',
    repeat: 1,
    attempt: 1,
    isolate: 'none',
    names: false,
    skip: null,
  };
}

/** The end of an attempt. */
export function ended(item: Case, verdict: Verdict, more: Partial<CaseEnded> = {}): CaseEnded {
  const rerun = `gatecrash run '${item.scenario.id}' --gateway ${item.gateway.name}`;
  return { type: 'case-ended', case: item, verdict, evidence: null, ms: 120, retried: false, rerun, ...more };
}

/** A response with a binary body that was cut by a reset. */
export function cutExchange(more: Partial<Exchange> = {}): Exchange {
  const body = Buffer.concat([Buffer.from([0, 1, 0x1b, 0xff, 0x0a]), Buffer.alloc(507, 'a')]);
  const head = 'HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: text/plain\r\nContent-Length: 4096\r\n\r\n';
  return {
    phase: 'steps',
    id: 's1',
    client: 'c1',
    connection: 1,
    nth: 1,
    method: 'GET',
    target: '/report',
    upstream: 'app',
    fault: 'reset-mid-body',
    step: 'steps.0',
    version: '1.1',
    fields: [['Host', 'gatecrash.test']],
    body: null,
    bodySent: 0,
    continued: null,
    aborted: null,
    sent: Buffer.from('GET /report HTTP/1.1\r\nHost: gatecrash.test\r\n\r\n'),
    received: Buffer.concat([Buffer.from(head), body]),
    pieces: [{ at: 1012, bytes: 592 }],
    startedAt: 1000,
    endedAt: 2010,
    interim: [],
    final: {
      version: 'HTTP/1.1',
      status: 200,
      reason: 'OK',
      fields: [
        ['Server', 'nginx'],
        ['Content-Type', 'text/plain'],
        ['Content-Length', '4096'],
      ],
      trailers: [],
      body,
      framing: 'content-length',
      complete: false,
    },
    leftover: 0,
    endedLater: null,
    defects: [],
    ended: 'fin',
    ...more,
  };
}

/** What the upstream saw of it: two connections, the first reset in mid-body, the second a retry. */
export function cutObservations(): Observation[] {
  const on = { upstream: 'app', connection: 1 };
  const request = { kind: 'request', nth: 1, method: 'GET', target: '/report', version: '1.1', fields: [] } as const;
  return [
    { ...on, at: 1001, kind: 'connection', remotePort: 40001, scripted: true },
    { ...on, ...request, at: 1002, id: 's1' },
    { ...on, at: 1011, kind: 'step', index: 2, step: 'await-delivery', last: false, note: 'bounded wait' },
    { ...on, at: 1012, kind: 'closed', by: 'our-rst', received: 80, sent: 592 },
    { ...on, connection: 2, at: 1013, kind: 'connection', remotePort: 40002, scripted: true },
    { ...on, ...request, connection: 2, at: 1014, id: 's1' },
    { ...on, connection: 2, at: 1900, kind: 'closed', by: 'peer-fin', received: 80, sent: 592 },
    { ...on, connection: 3, at: 2101, kind: 'connection', remotePort: 40003, scripted: true },
    { ...on, ...request, connection: 3, target: '/after', at: 2102, id: 'a1' },
  ];
}

/** Evidence of a case whose only step was cut, with an aftermath and a twin. */
export function cutEvidence(more: Partial<Evidence> = {}): Evidence {
  const whole = { received: Buffer.from('HTTP/1.1 204 No Content\r\n\r\n'), ended: 'kept', fault: null } as const;
  const base = cutExchange();
  const final = {
    ...(base.final as NonNullable<Exchange['final']>),
    status: 204,
    framing: 'none',
    complete: true,
  } as const;
  const timing = { pieces: [{ at: 2105, bytes: 27 }], startedAt: 2100, endedAt: 2106.5 };
  const after = cutExchange({ ...whole, ...timing, phase: 'aftermath', id: 'a1', target: '/after', step: '', final });
  const twin = cutExchange({ ...whole, pieces: [], startedAt: 10, endedAt: 12.25, phase: 'twin', id: 't1', final });
  return {
    gateway: {
      name: 'nginx',
      version: '1.29.3',
      listen: '127.0.0.2:8080',
      upstreams: { app: '127.0.0.3:80' },
      pidsBefore: [7],
      pidsAfter: [7],
      exit: null,
      log: ['one', 'two', 'three', 'four', 'five', '\x1b[31m[error] upstream prematurely closed connection', 'seven'],
    },
    timeouts: { connect: 1000, read: 1000 } as Evidence['timeouts'],
    main: { exchanges: [base, after], observations: cutObservations() },
    twin: { exchanges: [twin], observations: [] },
    armings: [],
    untils: [],
    lag: 0,
    ms: 1240,
    ...more,
  };
}

/** What an author expected and did not get. */
export const AUTHORED: Finding = {
  rule: 'expect.body',
  level: 'author',
  source: 'the scenario',
  expected: 'truncated',
  actual: '200 complete, closed by FIN',
  place: { file: FILE, line: 7, column: 15 },
  exchange: 's1',
};

/** A rule that was broken, with texts that every format must escape. */
export const RULED: Finding = {
  rule: 'OP-28',
  level: 'must',
  source: 'RFC 9112 section 8',
  expected: 'no second attempt | <once>, 100%',
  actual: '2 attempts: "GET /report" #1, #2 ]]> & \x1b[2Jmore',
  exchange: 's1',
};

/** A deviation on record. */
export const DEVIATION: Deviation = {
  gateway: 'haproxy',
  scenario: 'pool/stale',
  rule: 'OP-28',
  reason: 'redispatches a POST by its default',
  source: 'docs.haproxy.org, option redispatch',
  place: { file: 'gateways/deviations.yaml', line: 12, column: 3 },
};

const PASS: Verdict = { result: 'pass', findings: [] };
const FAIL: Verdict = { result: 'fail', findings: [RULED, AUTHORED] };
const TIMEOUT: Finding = {
  ...RULED,
  rule: 'OP-01',
  expected: 'an answer within 350 ms',
  actual: 'an answer after 900 ms',
};

/** One of each result, a flaky case, notices and a deviation that vanished. */
export function mixedRun(): RunEvent[] {
  const refused = caseOf('crash/refused', 'nginx');
  const cut = caseOf('crash/cut-body', 'nginx', { method: 'GET' });
  const stale = caseOf('pool/stale', 'haproxy', { method: 'POST' });
  const drop = caseOf('firewall/drop', 'nginx');
  const dns = caseOf('dns/nxdomain', 'haproxy');
  const flaky = caseOf('crash/refused', 'haproxy');
  const second = { ...flaky, attempt: 2, isolate: 'gateway' } as const;
  const cases = [refused, flaky, cut, stale, drop, dns];
  const known: Verdict = { result: 'deviates', findings: [{ ...RULED, deviation: DEVIATION }] };
  const broken: Verdict = {
    result: 'broken',
    findings: [],
    reason: 'firewall-drop did not fire on app:\na probe met connected',
  };
  const skip: Verdict = { result: 'skip', findings: [], reason: 'no resolver: /etc/resolv.conf cannot be bound #1' };
  const problem = { code: 'gateway-not-found', message: 'envoy is not on this machine', hint: 'install envoy' };
  const counts = { pass: 2, fail: 1, deviates: 1, broken: 1, skip: 1, flaky: 1 };
  return [
    started(cases),
    { type: 'notice', level: 'warning', problem },
    { type: 'case-started', case: refused },
    { type: 'case-progress', case: refused, doing: 'starting nginx' },
    { type: 'case-started', case: cut },
    ended(refused, PASS, { ms: 38.4 }),
    { type: 'case-started', case: flaky },
    ended(flaky, { result: 'fail', findings: [TIMEOUT] }, { retried: true, ms: 900 }),
    { type: 'case-started', case: second },
    ended(cut, FAIL, { evidence: cutEvidence(), ms: 1240.0004 }),
    ended(stale, known),
    ended(drop, broken),
    ended(dns, skip, { ms: 0 }),
    ended(second, PASS, { ms: 61 }),
    runEnded(counts, { flaky: [flaky.id], vanished: [{ ...DEVIATION, scenario: 'pool/idle' }], exitCode: 3 }),
  ];
}

/** A run that was interrupted after one case passed and another failed that would have been tried again. */
export function interruptedRun(): RunEvent[] {
  const [one, two, three] = ['nginx', 'haproxy', 'envoy'].map((gateway) => caseOf('crash/refused', gateway));
  if (!one || !two || !three) throw new Error('three gateways give three cases');
  const failed: Verdict = { result: 'fail', findings: [TIMEOUT] };
  const counts = { pass: 1, fail: 0, deviates: 0, broken: 0, skip: 0, flaky: 0 };
  return [
    started([one, two, three]),
    { type: 'case-started', case: one },
    ended(one, PASS),
    { type: 'case-started', case: two },
    ended(two, failed, { retried: true }),
    runEnded(counts, { interrupted: true, notRun: 2, exitCode: 130 }),
  ];
}

/** A run of which nothing was selected. */
export function emptyRun(): RunEvent[] {
  return [
    started([]),
    runEnded({ pass: 0, fail: 0, deviates: 0, broken: 0, skip: 0, flaky: 0 }, { exitCode: 4, ms: 1 }),
  ];
}

/** The first event of a run of these cases. */
export function started(cases: readonly Case[]): RunEvent {
  const gateways = [...new Map(cases.map((item) => [item.gateway.name, item.gateway])).values()];
  return {
    type: 'run-started',
    cases,
    gateways,
    startedAt: new Date('2026-11-22T10:00:00Z'),
    argv: ['--gateway', 'all'],
  };
}

/** The last event of a run. */
export function runEnded(counts: Counts, more: Partial<Extract<RunEvent, { type: 'run-ended' }>> = {}): RunEvent {
  const rest = { flaky: [], vanished: [], interrupted: false, notRun: 0, exitCode: 0 };
  return { type: 'run-ended', counts, ms: 2345.6, ...rest, ...more };
}
