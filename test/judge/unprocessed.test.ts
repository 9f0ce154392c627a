import t from 'tap';
import type { Observation } from '../../harness/core/evidence.ts';
import { HTTP2_ERRORS } from '../../harness/core/http2-errors.ts';
import retries from '../../harness/rules/retries.ts';
import { judgeRule } from '../rules/judge-rule.ts';
import { exchange, factsWith, seen, upstreamSaid } from '../support/evidence.ts';

/** A request on an HTTP/2 connection, and what became of its stream. */
function asked(more: { nth?: number; connection?: number; from?: number; id?: string }): Observation[] {
  return upstreamSaid('', { method: 'POST', ...more }).map((event) => ({ ...event, version: '2' }) as Observation);
}

function reset(nth: number, code: (typeof HTTP2_ERRORS)[number]): Observation {
  const number = HTTP2_ERRORS.indexOf(code);
  return seen(1005, { kind: 'stream', connection: 1, nth, part: 'our-reset', end: true, code: number } as Observation);
}

function goaway(lastNth: number): Observation {
  return seen(1006, { kind: 'goaway', connection: 1, lastNth } as Observation);
}

function answered(connection: number): Observation {
  const fields = [[':status', '200']];
  return seen(1030, { kind: 'stream', connection, nth: 1, part: 'head', end: true, fields } as unknown as Observation);
}

function answersTo(...observations: Observation[]) {
  const one = exchange({ method: 'POST', ms: 100 });
  return factsWith({ exchanges: [one], observations }).exchanges[0]?.answers ?? [];
}

t.test('a stream that was refused, or that is above the last one of GOAWAY, was not processed', (t) => {
  const unprocessed = (...ends: Observation[]) => answersTo(...asked({}), ...ends).map((one) => one.unprocessed);
  t.strictSame(unprocessed(reset(1, 'REFUSED_STREAM')), [true]);
  t.strictSame(unprocessed(reset(1, 'CANCEL')), [false], 'it may have been acted upon');
  t.strictSame(unprocessed(reset(2, 'REFUSED_STREAM')), [false], 'that of another stream');
  t.strictSame(unprocessed(goaway(0)), [true]);
  t.strictSame(unprocessed(goaway(1)), [false], 'the last one that was, or may yet be, processed');
  t.strictSame(unprocessed(answered(1)), [false]);
  t.strictSame(unprocessed(), [false]);
  t.end();
});

t.test('GOAWAY speaks of its own connection alone', (t) => {
  const observations = [...asked({}), ...asked({ connection: 2, from: 1020 }), goaway(0), answered(2)];
  t.strictSame(
    answersTo(...observations).map((one) => one.unprocessed),
    [true, false],
  );
  t.end();
});

t.test('a POST that was given back unprocessed may be sent again, and any other may not', (t) => {
  const twice = (end: Observation) =>
    factsWith({
      exchanges: [exchange({ method: 'POST', ms: 100 })],
      observations: [...asked({}), end, ...asked({ connection: 2, from: 1020 }), answered(2)],
    });
  for (const rule of ['R-9110-9.2.2-1', 'R-9110-9.2.2-2', 'OP-10']) {
    t.strictSame(judgeRule(retries, rule, twice(reset(1, 'REFUSED_STREAM'))), [], rule);
    t.strictSame(judgeRule(retries, rule, twice(goaway(0))), [], rule);
    t.match(judgeRule(retries, rule, twice(reset(1, 'CANCEL'))), [{ actual: /^2 attempts/ }], rule);
    t.match(judgeRule(retries, rule, twice(goaway(1))), [{ actual: /^2 attempts/ }], rule);
  }
  t.end();
});
