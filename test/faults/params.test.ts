import t from 'tap';
import type { Fault } from '../../harness/core/fault.ts';
import bodyStalls from '../../harness/faults/body-stalls.ts';
import contentLengthInvalid from '../../harness/faults/content-length-invalid.ts';
import headerTooLarge from '../../harness/faults/header-too-large.ts';
import processKilled from '../../harness/faults/process-killed.ts';
import workerPool from '../../harness/faults/worker-pool-exhausted.ts';

/** The first complaint about parameters; null where they are valid. */
function complaint<Params>(fault: Fault<Params>, params: object): string | null {
  const issue = fault.params.safeParse(params).error?.issues[0];
  return issue ? `${issue.path.join('.')}: ${issue.message}` : null;
}

t.test('sizes are written with a unit and become bytes', (t) => {
  t.same(bodyStalls.params.parse({}), { after: 512, length: 4096 });
  t.same(bodyStalls.params.parse({ after: '0B', length: '1MB' }), { after: 0, length: 1_000_000 });
  t.equal(complaint(bodyStalls, { after: 512 }), 'after: a size needs a unit: 512B, 512KiB or 512MiB');
  t.equal(complaint(headerTooLarge, { size: 'big' }), 'size: must be a size such as 512B, 4KiB or 1MB');
  t.end();
});

t.test('what is sent of a body is less than its length, or nothing would be missing', (t) => {
  t.equal(complaint(bodyStalls, { after: '4KiB' }), 'after: must be less than `length`');
  t.equal(complaint(bodyStalls, { after: '4095B' }), null);
  t.end();
});

t.test('a Content-Length that is valid, or may be taken as valid, is no fault', (t) => {
  const message = 'value: is a valid Content-Length, or may be taken for one';
  for (const value of ['6', ' 6 ', '6, 6', '007']) t.equal(complaint(contentLengthInvalid, { value }), message, value);
  for (const value of ['abc', '-1', '+6', '6, 7', '0x6', '6.0', '']) {
    t.equal(complaint(contentLengthInvalid, { value }), null, value);
  }
  t.equal(complaint(contentLengthInvalid, { value: 'a\r\nb' }), 'value: must be printable ASCII');
  t.end();
});

t.test('a choice and a number have their bounds', (t) => {
  t.ok(complaint(processKilled, { when: 'later' })?.startsWith('when: '));
  t.ok(complaint(workerPool, { workers: 0 })?.startsWith('workers: '));
  t.ok(complaint(workerPool, { workers: 1.5 })?.startsWith('workers: '));
  t.same(workerPool.params.parse({}), { workers: 2 });
  t.end();
});
