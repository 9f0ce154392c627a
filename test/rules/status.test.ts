import t from 'tap';
import type { Profile } from '../../harness/core/facts.ts';
import type { Acceptable } from '../../harness/core/outcome.ts';
import status from '../../harness/rules/status.ts';
import { answer, broken, caseWith, exchange, expects, factsWith, requestStep } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

interface Situation {
  readonly accepts?: readonly Acceptable[];
  readonly profile?: Profile;
  /** The status that the fault's script sends. */
  readonly scripted?: number;
  readonly expect?: Record<string, unknown>;
  readonly raw?: string;
  /** What else is right. */
  readonly statuses?: readonly number[];
}

/** What a rule says when a gateway gives this status. */
function judge(id: 'OP-06' | 'OP-08', given: number, situation: Situation = {}) {
  const { accepts, profile, scripted, expect, raw, statuses } = situation;
  const state = scripted
    ? broken('broken', { do: 'send', bytes: { text: `HTTP/1.1 ${scripted} X\r\n` } })
    : broken('broken');
  const steps = [requestStep(0, expect ? expects(expect) : null)];
  const facts = factsWith({
    case: caseWith({ upstreams: { app: state }, steps }),
    exchanges: [exchange({ raw: raw ?? answer(given), fault: 'broken' })],
    outcome: { error: 'connection_timeout', accepts: accepts ?? ['error'], ...(statuses ? { statuses } : {}) },
    ...(profile ? { profile } : {}),
  });
  return judgeRule(status, id, facts);
}

t.test('OP-06: compat takes 502, 503 and 504, strict what RFC 9209 recommends', (t) => {
  for (const given of [502, 503, 504]) t.strictSame(judge('OP-06', given), [], `${given}`);
  for (const given of [500, 505, 520]) t.equal(judge('OP-06', given).length, 1, `${given}`);
  t.strictSame(judge('OP-06', 504, { profile: 'strict' }), []);
  t.match(judge('OP-06', 502, { profile: 'strict' }), [
    { expected: 'status 504 (connection_timeout)', actual: '502 complete, connection kept' },
  ]);
  t.end();
});

t.test("OP-06: where it may be passed on, the upstream's own status is right", (t) => {
  const accepts: Acceptable[] = ['passed-on'];
  t.strictSame(judge('OP-06', 503, { accepts, scripted: 503 }), []);
  t.match(judge('OP-06', 502, { accepts, scripted: 503 }), [{ expected: "status the upstream's own 503" }]);
  t.strictSame(judge('OP-06', 502, { accepts: ['error', 'passed-on'], scripted: 503 }), []);
  t.match(judge('OP-06', 500, { accepts: ['error', 'repaired'], scripted: 200 }), [
    { expected: "status 502, 503, 504 or the upstream's own 200" },
  ]);
  t.strictSame(judge('OP-06', 500, { accepts }), [], 'nothing is said of a status that is not known');
  t.end();
});

t.test('OP-06 and OP-08: a status that the catalogue names is right, whoever chose it', (t) => {
  const named = { accepts: ['error', 'passed-on'], scripted: 200, statuses: [404, 500] } as const;
  t.strictSame(judge('OP-06', 500, named), []);
  t.strictSame(judge('OP-08', 404, named), []);
  t.match(judge('OP-06', 501, named), [{ expected: "status 502, 503, 504 or the upstream's own 200 or 404, 500" }]);
  t.equal(judge('OP-08', 403, named).length, 1);
  t.end();
});

t.test("OP-06: the author's status takes its place, other expectations do not", (t) => {
  t.strictSame(judge('OP-06', 500, { expect: { status: 500 } }), []);
  t.equal(judge('OP-06', 500, { expect: { body: 'complete' } }).length, 1);
  t.end();
});

t.test('OP-08: a fault before the response gives no success', (t) => {
  for (const given of [101, 200, 204, 301, 404, 499]) t.equal(judge('OP-08', given).length, 1, `${given}`);
  t.equal(judge('OP-08', 200, { raw: answer(200, { 'Content-Length': '9' }) }).length, 1, 'not even a cut one');
  t.strictSame(judge('OP-08', 502), []);
  t.equal(judge('OP-08', 200, { expect: { status: 200 } }).length, 1, 'whatever the author expects');
  t.end();
});

t.test('OP-08: a response that began, or may be passed on or repaired, is none of its affair', (t) => {
  t.strictSame(judge('OP-08', 200, { accepts: ['truncated', 'error'] }), []);
  t.strictSame(judge('OP-08', 200, { accepts: ['error', 'repaired'], scripted: 200 }), []);
  t.strictSame(judge('OP-08', 200, { accepts: ['error', 'passed-on'], scripted: 200 }), []);
  t.equal(judge('OP-08', 404, { accepts: ['error', 'passed-on'], scripted: 200 }).length, 1);
  t.end();
});

t.test('without a fault, or without a response, neither rule speaks', (t) => {
  for (const id of ['OP-06', 'OP-08'] as const) {
    t.strictSame(judgeRule(status, id, factsWith({ exchanges: [exchange({ raw: answer(500) })] })), []);
    t.strictSame(judge(id, 0, { raw: '' }), []);
  }
  t.end();
});
