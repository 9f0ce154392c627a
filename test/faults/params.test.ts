import t from 'tap';
import type { Fault } from '../../harness/core/fault.ts';
import bandwidthLimit from '../../harness/faults/bandwidth-limit.ts';
import bodyStalls from '../../harness/faults/body-stalls.ts';
import contentLengthInvalid from '../../harness/faults/content-length-invalid.ts';
import headerTooLarge from '../../harness/faults/header-too-large.ts';
import mtuBlackHole from '../../harness/faults/mtu-black-hole.ts';
import packetLoss from '../../harness/faults/packet-loss.ts';
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

t.test('a rate is a size for each second, neither slower than gateways wait nor faster than a test can see', (t) => {
  t.same(bandwidthLimit.params.parse({}), { rate: 8192, length: 16_384 });
  t.same(bandwidthLimit.params.parse({ rate: '1MB/s', length: '1B' }), { rate: 1_000_000, length: 1 });
  t.equal(complaint(bandwidthLimit, { rate: '8KiB' }), 'rate: a rate says for how long: 8KiB/s');
  t.equal(complaint(bandwidthLimit, { rate: 8 }), 'rate: must be a rate such as 512B/s, 8KiB/s or 1MB/s');
  for (const rate of ['511B/s', '17MiB/s']) {
    t.equal(complaint(bandwidthLimit, { rate }), 'rate: a rate is from 512B/s to 16MiB/s', rate);
  }
  t.end();
});

t.test('a black hole lets a handshake and a head pass, and is smaller than the body', (t) => {
  t.same(mtuBlackHole.params.parse({}), { bytes: 576, length: 4096 });
  for (const bytes of ['255B', '1401B']) {
    t.equal(complaint(mtuBlackHole, { bytes }), 'bytes: must be from 256B to 1400B', bytes);
  }
  t.equal(complaint(mtuBlackHole, { length: '576B' }), 'length: must be more than `bytes`');
  t.end();
});

t.test('of no packet or of every packet there is no loss to speak of', (t) => {
  t.same(packetLoss.params.parse({}), { percent: 30 });
  for (const percent of [0, 100, 1.5, '30%']) t.ok(complaint(packetLoss, { percent })?.startsWith('percent: '));
  t.end();
});
