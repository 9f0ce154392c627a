import t from 'tap';
import type { Arming } from '../../harness/core/arming.ts';
import type { Observation } from '../../harness/core/evidence.ts';
import type { Fault } from '../../harness/core/fault.ts';
import { endedIn } from '../../harness/core/fired.ts';
import type { Step, UpstreamState } from '../../harness/core/scenario.ts';
import {
  HEALTHY_CONNECTION,
  HEALTHY_REQUEST,
  REQUEST_BY_REQUEST,
  type UpstreamStep,
} from '../../harness/core/script.ts';
import { unsoundness } from '../../harness/judge/strictness.ts';
import {
  answer,
  broken,
  caseWith,
  exchange,
  expects,
  factsWith,
  faultNamed,
  healthy,
  requestStep,
  seen,
} from '../support/evidence.ts';

const closes: Fault = { ...faultNamed('broken'), fired: endedIn('close') };
const armed: Arming = { upstream: 'app', fault: 'broken', from: 1000, until: 2000, probes: [] };
const accepted = (at: number, connection = 1, more = {}) =>
  seen(at, { kind: 'connection', connection, remotePort: 4000 + connection, scripted: true, ...more } as Observation);
const stepped = (at: number, index: number, step: string, last: boolean, connection = 1) =>
  seen(at, { kind: 'step', connection, index, step, last });

function firing(observations: readonly Observation[], more: Parameters<typeof factsWith>[0] = {}) {
  return unsoundness(factsWith({ armings: [armed], observations, ...more }), [closes]);
}

t.test('a fault that happened while it was armed is sound', (t) => {
  t.strictSame(firing([accepted(1100), stepped(1200, 0, 'close', true)]), []);
  t.strictSame(firing([accepted(900), stepped(1200, 0, 'close', true)]), [], 'on a connection from before, too');
  t.strictSame(firing([accepted(1900), stepped(2100, 0, 'close', true)]), [], 'and one that goes on to its end');
  t.end();
});

t.test('a fault that did not happen breaks the case', (t) => {
  t.match(firing([]), [/^broken did not happen at upstream app: no connection came to the last step/]);
  t.equal(firing([accepted(2100), stepped(2200, 0, 'close', true)]).length, 1, 'after it was cleared');
  t.equal(firing([accepted(500), stepped(600, 0, 'close', true)]).length, 1, 'before it was armed');
  t.equal(firing([{ ...stepped(1200, 0, 'close', true), upstream: 'other' }]).length, 1, 'at another upstream');
  t.end();
});

t.test('a fault that the catalogue does not have breaks the case', (t) => {
  t.match(firing([], { armings: [{ ...armed, fault: 'unheard-of' }] }), ['there is no fault unheard-of']);
  t.end();
});

t.test('a gateway that did not work without a fault, or is dead, has only itself to blame', (t) => {
  t.strictSame(firing([], { twin: [exchange({ phase: 'twin', raw: answer(502) })] }), []);
  t.strictSame(firing([], { twin: [exchange({ phase: 'twin', raw: '', ended: 'rst' })] }), []);
  t.strictSame(firing([], { gateway: { exit: { code: null, signal: 'SIGSEGV', asked: false } } }), []);
  t.equal(firing([], { gateway: { exit: { code: 0, signal: null, asked: true } } }).length, 1);
  t.end();
});

t.test('an upstream connection that nobody scripted breaks the case, a probe does not', (t) => {
  const facts = (probes: Arming['probes'], upstream = 'app') =>
    factsWith({
      observations: [{ ...accepted(1100, 3, { scripted: false }), upstream }],
      armings: [{ ...armed, fault: null, probes }],
    });
  t.strictSame(unsoundness(facts([]), []), ['connection 3 to upstream app came, and nobody scripted it']);
  t.strictSame(unsoundness(facts([], 'other'), []), [
    'upstream other was connected to, and the scenario does not have it',
  ]);
  t.strictSame(unsoundness(facts([{ result: 'connected', ms: 1, localPort: 4003 }]), []), []);
  t.end();
});

const READ: UpstreamStep = { do: 'read', what: 'request' };
const scripted: UpstreamState = {
  fault: null,
  label: '2 scripted connections',
  effect: {
    place: 'script',
    script: {
      connections: [{ steps: [READ, { do: 'answer' }, READ, { do: 'reset' }] }, HEALTHY_CONNECTION],
      rest: null,
    },
  },
};
const scriptedCase = caseWith({ upstreams: { app: scripted } });

t.test('a scripted step is reached when the one before it was carried out', (t) => {
  const until = (done: number) => [accepted(1), ...[0, 1, 2].slice(0, done).map((i) => stepped(2 + i, i, 'x', false))];
  const judge = (observations: Observation[]) => unsoundness(factsWith({ case: scriptedCase, observations }), []);
  t.strictSame(judge(until(3)), []);
  t.strictSame(judge(until(2)), ['connection 1 to upstream app never came to its step `reset`']);
  t.strictSame(judge(until(1)), ['connection 1 to upstream app never came to its step `read`']);
  t.strictSame(judge([]), ['connection 1 to upstream app is scripted, and nobody opened it']);
  t.end();
});

const requests = {
  list: [HEALTHY_REQUEST, { steps: [READ, { do: 'stall', ms: 1 }, { do: 'reset' }] }],
  rest: null,
} as const;
const byRequest: UpstreamState = {
  fault: null,
  label: '2 scripted requests',
  effect: { place: 'script', script: { connections: [], rest: REQUEST_BY_REQUEST, requests } },
};
const begun = (at: number, request: number, scripted = true, connection = 1) =>
  seen(at, { kind: 'request-script', connection, request, scripted });
const done = (at: number, index: number, request: number, connection = 1) =>
  seen(at, { kind: 'step', connection, index, step: 'x', last: false, request });

t.test('a scripted request is reached when it came and its steps were', (t) => {
  const item = caseWith({ upstreams: { app: byRequest } });
  const judge = (...observations: Observation[]) => unsoundness(factsWith({ case: item, observations }), []);
  t.strictSame(judge(), ['request 2 to upstream app is scripted, and nobody sent it'], 'a healthy one may stay away');
  t.strictSame(judge(begun(1, 1), begun(2, 2)), ['request 2 to upstream app never came to its step `stall`']);
  t.strictSame(judge(begun(1, 1), begun(2, 2), done(3, 0, 2)), [
    'request 2 to upstream app never came to its step `reset`',
  ]);
  t.strictSame(judge(begun(1, 1), begun(2, 2), done(3, 0, 2), done(4, 1, 2)), []);
  t.match(judge(begun(2, 2), done(3, 1, 2, 5)), [/never came to its step `stall`/], 'on its own connection');
  t.strictSame(judge(begun(2, 2), done(3, 1, 2), begun(4, 3, false)), [
    'request 3 came to upstream app, and nobody scripted it',
  ]);
  t.end();
});

t.test('a choice by request must strike: some request has it, and comes to its end', (t) => {
  const reset = { steps: [READ, { do: 'reset' }] } as const;
  const choices = [
    { when: { path: '/a' }, script: reset },
    { when: { path: '/b' }, script: HEALTHY_REQUEST },
  ];
  const script = { connections: [], rest: REQUEST_BY_REQUEST, requests: { list: [], rest: HEALTHY_REQUEST, choices } };
  const state: UpstreamState = { fault: null, label: '2 choices', effect: { place: 'script', script } };
  const item = caseWith({ upstreams: { app: state } });
  const judge = (...observations: Observation[]) => unsoundness(factsWith({ case: item, observations }), []);
  const chosen = (at: number, request: number, choice?: number) =>
    seen(at, { kind: 'request-script', connection: 1, request, scripted: true, choice });
  const never = ['no request was one that `when` entry 1 of upstream app means'];
  t.strictSame(judge(), never, 'a healthy one may stay away');
  t.strictSame(judge(chosen(1, 1), done(2, 1, 1), chosen(3, 2, 1)), never, 'others do not count');
  t.strictSame(judge(chosen(1, 1, 0)), [
    'no request that `when` entry 1 of upstream app means came to its step `reset`',
  ]);
  t.strictSame(judge(chosen(1, 1, 0), chosen(2, 2, 0), done(3, 0, 2), done(4, 1, 2)), [], 'one of them is enough');
  t.end();
});

t.test('the ordinals of requests begin anew with each state', (t) => {
  const steps: Step[] = [
    { path: 'steps.0', place: { file: 'x', line: 1, column: 1 }, kind: 'set', set: { app: byRequest } },
  ];
  const item = caseWith({ upstreams: { app: byRequest }, steps });
  const armings: Arming[] = [
    { upstream: 'app', fault: null, from: 0, until: 100, probes: [] },
    { upstream: 'app', fault: null, from: 101, until: null, probes: [] },
  ];
  const judge = (...observations: Observation[]) => unsoundness(factsWith({ case: item, observations, armings }), []);
  const first = [begun(2, 2), done(3, 0, 2), done(4, 1, 2)];
  t.strictSame(judge(...first), ['request 2 to upstream app is scripted, and nobody sent it']);
  t.strictSame(judge(...first, begun(202, 2), done(203, 1, 2)), []);
  t.end();
});

t.test('a client that was to give up must have had something to give up', (t) => {
  const step = requestStep(0);
  if (step.kind !== 'request') throw new Error('a request step is one');
  const abort = { how: 'rst', after: { received: 10 } } as const;
  const item = caseWith({ steps: [{ ...step, request: { ...step.request, abort } }] });
  const judge = (aborted: 'rst' | null) =>
    unsoundness(factsWith({ case: item, exchanges: [exchange({ aborted })] }), []);
  t.strictSame(judge('rst'), []);
  t.strictSame(judge(null), ['steps.0 was to be given up by its client, and was over before']);
  t.end();
});

t.test('connections of a fault are judged by the fault', (t) => {
  const state = { ...scripted, fault: 'broken' };
  t.strictSame(unsoundness(factsWith({ case: caseWith({ upstreams: { app: state } }) }), []), []);
  t.strictSame(unsoundness(factsWith({ case: caseWith({ upstreams: { app: healthy, other: broken('x') } }) }), []), []);
  t.end();
});

t.test('an expectation without a request breaks the case', (t) => {
  const item = caseWith({ steps: [requestStep(0), requestStep(1, expects({ status: 200 }))] });
  t.strictSame(unsoundness(factsWith({ case: item }), []), ['steps.1 has expectations, and sent no request']);
  t.strictSame(unsoundness(factsWith({ case: item, exchanges: [exchange({ step: 'steps.1' })] }), []), []);
  t.end();
});
