import t from 'tap';
import type { Exchange, Observation } from '../../harness/core/evidence.ts';
import type { Profile } from '../../harness/core/facts.ts';
import status from '../../harness/rules/status.ts';
import statusChoice from '../../harness/rules/status-choice.ts';
import {
  answer,
  broken,
  caseWith,
  exchange,
  expects,
  factsWith,
  requestStep,
  upstreamSaid,
} from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

const INVALID = 'HTTP/1.1 two hundred\r\n\r\n';
const CUT = 'HTTP/1.1 200 OK\r\nContent-Le';
const RULES = ['OP-07', 'R-9110-15.6.3-1', 'R-9110-15.6.4-1', 'R-9110-15.6.5-1'];

type Situation = { readonly profile?: Profile; readonly one?: Partial<Exchange> & { ms?: number } };

/** Which rules speak when the upstream did this and the client got that status. */
function speaking(given: number, observations: Observation[], { profile = 'strict', one = {} }: Situation = {}) {
  const facts = factsWith({ exchanges: [exchange({ raw: answer(given, {}, 'no'), ...one })], observations, profile });
  return RULES.filter((id) => judgeRule(statusChoice, id, facts).length > 0);
}

const invalid = upstreamSaid(INVALID, { ended: 'our-fin' });
const closed = upstreamSaid('', { ended: 'our-fin' });
const silent = upstreamSaid('', { ended: 'peer-fin' });
const late = { one: { ms: 1005 } };

t.test('OP-07: a 500 for what the upstream did', (t) => {
  for (const did of [invalid, closed, upstreamSaid(CUT, { ended: 'our-rst' })]) {
    t.strictSame(speaking(500, did), ['OP-07']);
    t.strictSame(speaking(500, did, { profile: 'compat' }), ['OP-07']);
  }
  t.strictSame(speaking(500, silent, late), ['OP-07']);
  t.strictSame(speaking(500, []), [], 'nobody knows why');
  t.strictSame(speaking(500, upstreamSaid(answer(200, {}, 'hello'))), [], 'the upstream did nothing wrong');
  t.strictSame(speaking(500, silent), [], 'nor was it silent for long');
  const facts = factsWith({ exchanges: [exchange({ raw: answer(500) })], observations: closed });
  t.match(judgeRule(statusChoice, 'OP-07', facts), [
    { expected: 'no 500, since the upstream closed the connection before it answered' },
  ]);
  t.end();
});

t.test('R-9110-15.6.3-1: 502 for an invalid response, any of three in the profile compat', (t) => {
  t.strictSame(speaking(502, invalid), []);
  for (const given of [501, 503, 504]) t.strictSame(speaking(given, invalid), ['R-9110-15.6.3-1'], `${given}`);
  for (const given of [502, 503, 504]) t.strictSame(speaking(given, invalid, { profile: 'compat' }), [], `${given}`);
  t.strictSame(speaking(501, invalid, { profile: 'compat' }), ['R-9110-15.6.3-1']);
  t.strictSame(speaking(503, upstreamSaid(CUT, { ended: 'our-fin' })), ['R-9110-15.6.3-1']);
  t.strictSame(speaking(504, upstreamSaid(CUT, { ended: 'peer-fin' }), late), [], 'more might have come');
  t.strictSame(speaking(504, upstreamSaid(INVALID, { ended: 'peer-fin' }), late), [], 'it waited for the rest');
  t.strictSame(speaking(503, closed), [], 'no octet is no invalid response');
  t.strictSame(speaking(200, invalid), [], 'mended, which other rules judge');
  t.end();
});

t.test('R-9110-15.6.5-1: 504 for silence', (t) => {
  t.strictSame(speaking(504, silent, late), []);
  t.strictSame(speaking(502, silent, late), ['R-9110-15.6.5-1']);
  t.strictSame(speaking(502, silent, { ...late, profile: 'compat' }), []);
  t.strictSame(speaking(507, silent, { ...late, profile: 'compat' }), ['R-9110-15.6.5-1']);
  t.strictSame(speaking(502, silent), [], 'it was given no time');
  t.strictSame(speaking(502, closed, late), [], 'it closed');
  const half = silent.filter(({ kind }) => kind !== 'request-end');
  const body = { bytes: 5, hash: '' };
  t.strictSame(speaking(502, half, { one: { ...late.one, body } }), [], 'the upstream waits for the rest itself');
  t.end();
});

t.test('R-9110-15.6.4-1: 503 for who is turned away', (t) => {
  const turned = (given: number, profile: Profile, more: Partial<Exchange> & { ms?: number } = {}, seen = silent) => {
    const exchanges = [
      exchange({ id: 'steps-1', endedAt: 2500, raw: answer(504, {}, 'late') }),
      exchange({ id: 'steps-2', startedAt: 1100, raw: answer(given, {}, 'no'), connection: 2, ...more }),
    ];
    const facts = factsWith({ exchanges, observations: seen, profile });
    return RULES.filter((id) => judgeRule(statusChoice, id, facts).length > 0);
  };
  t.strictSame(turned(503, 'strict'), []);
  for (const given of [500, 502, 504]) t.strictSame(turned(given, 'strict'), ['R-9110-15.6.4-1'], `${given}`);
  t.strictSame(turned(502, 'compat'), []);
  t.strictSame(turned(500, 'compat'), ['R-9110-15.6.4-1']);
  t.strictSame(turned(429, 'strict'), [], 'which says the same of the client');
  t.strictSame(turned(502, 'strict', { ms: 600 }), [], 'it may have tried');
  t.strictSame(turned(502, 'strict', { startedAt: 2600 }), [], 'nobody is being served');
  t.strictSame(turned(502, 'strict', { upstream: 'other' }), [], 'the other upstream is not busy');
  const lost = { upstream: 'app', connection: 9, at: 1102, kind: 'connection', remotePort: 1, scripted: true } as const;
  t.strictSame(turned(502, 'strict', {}, [...silent, lost]), [], 'a connection was made and lost');
  t.end();
});

t.test('what is turned away never met the fault that OP-06 judges', (t) => {
  const exchanges = [
    exchange({ id: 'steps-1', endedAt: 2500, raw: answer(504), fault: 'broken' }),
    exchange({ id: 'steps-2', startedAt: 1100, raw: answer(503), connection: 2, fault: 'broken' }),
  ];
  const outcome = { error: 'connection_read_timeout', accepts: ['error'] } as const;
  const facts = (observations: Observation[]) => factsWith({ exchanges, observations, profile: 'strict', outcome });
  t.strictSame(judgeRule(status, 'OP-06', facts(silent)), []);
  t.equal(judgeRule(status, 'OP-06', facts([])).length, 1, 'but where nobody is busy');
  t.end();
});

t.test('where a fault of the catalogue is armed OP-06 speaks, and where the author expects a status that does', (t) => {
  const named = factsWith({
    case: caseWith({ upstreams: { app: broken('broken') } }),
    exchanges: [exchange({ raw: answer(500), fault: 'broken' })],
    observations: closed,
  });
  const expected = factsWith({
    case: caseWith({ steps: [requestStep(0, expects({ status: 500 }))] }),
    exchanges: [exchange({ raw: answer(500) })],
    observations: closed,
  });
  for (const id of RULES) {
    t.strictSame(judgeRule(statusChoice, id, named), [], id);
    t.strictSame(judgeRule(statusChoice, id, expected), [], id);
  }
  t.end();
});
