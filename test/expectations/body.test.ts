import { createHash } from 'node:crypto';
import t from 'tap';
import body from '../../harness/expectations/body.ts';
import { answer, exchange } from '../support/evidence.ts';
import { judgeStep, refusals } from './judge-step.ts';

const whole = exchange({ raw: answer(200, {}, 'hello') });
const cut = exchange({ raw: answer(200, { 'Content-Length': '9' }, 'hello'), ended: 'fin' });
const hung = exchange({ raw: answer(200, { 'Content-Length': '9' }, 'hello'), ended: 'timeout' });
const error = exchange({ raw: answer(502, {}, 'sorry') });
const nothing = exchange({ raw: '', ended: 'rst' });
const brokenChunk = exchange({ raw: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n' });

/** Value, then the exchanges that meet it, then those that do not. */
const CASES = [
  ['complete', [whole, error], [cut, hung, nothing, brokenChunk]],
  ['truncated', [cut, error, nothing, brokenChunk], [whole, hung]],
  ['truncated-only', [cut, brokenChunk], [whole, hung, error, nothing]],
  [{ equals: 'hello' }, [whole], [cut, error, nothing]],
  [{ contains: 'ell' }, [whole, cut], [error, nothing]],
  [{ sha256: createHash('sha256').update('hello').digest('hex') }, [whole], [cut, error, nothing]],
] as const;

t.test('each value tells the bodies that meet it from those that do not', (t) => {
  for (const [value, good, bad] of CASES) {
    const name = JSON.stringify(value);
    for (const one of good) t.strictSame(judgeStep(body, value, [one]), [], `${name} ${one.received}`);
    for (const one of bad) t.equal(judgeStep(body, value, [one]).length, 1, `${name} ${one.received} ${one.ended}`);
  }
  t.end();
});

t.test('a finding shows the body, and not all of a long one', (t) => {
  t.strictSame(judgeStep(body, 'truncated', [whole]), [
    {
      expected: 'a cut that the client can see, or a 5xx instead',
      actual: '200 complete, connection kept, 5 bytes of body: "hello"',
      exchange: 'steps-1',
    },
  ]);
  const long = exchange({ raw: answer(200, {}, 'x'.repeat(1000)) });
  t.match(judgeStep(body, { equals: 'hello' }, [long])[0]?.actual, /1000 bytes of body: "x{57}\.\.\."$/);
  t.end();
});

t.test('what is no expectation of a body is refused in words', (t) => {
  for (const wrong of ['whole', {}, { equals: 1 }, { equals: 'a', contains: 'a' }, { sha256: 'ab' }])
    t.match(refusals(body, wrong).join(), /must be (complete, truncated|64 lower-case)/, JSON.stringify(wrong));
  t.end();
});
