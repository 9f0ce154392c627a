import t from 'tap';
import emptyAnswer from '../../harness/faults/empty-answer.ts';
import garbage from '../../harness/faults/garbage.ts';
import http09Body from '../../harness/faults/http09-body.ts';
import neverAnswers from '../../harness/faults/never-answers.ts';
import resetBeforeAnswer from '../../harness/faults/reset-before-answer.ts';
import { Bench } from '../upstream/bench.ts';
import { get, RawPeer } from '../upstream/raw-peer.ts';
import { arm, fired } from './arm.ts';

const bench = await Bench.start();
t.teardown(() => bench.process.stop());

/** The ending that comes once a request is whole, and must not come before. */
async function endingOf(peer: RawPeer): Promise<string> {
  const request = get();
  peer.send(request.slice(0, -1));
  const early = (await peer.silentFor(250)) ? '' : 'too early: ';
  peer.send(request.slice(-1));
  return early + (await peer.ended);
}

t.test('empty-answer: FIN without a byte, once the request is read', async (t) => {
  const up = await arm(bench, emptyAnswer);
  using peer = await RawPeer.connect(up.address);
  t.equal(await endingOf(peer), 'fin');
  t.equal(peer.text, '');
  await fired(t, emptyAnswer, up);
});

t.test('reset-before-answer: RST without a byte, once the request is read', async (t) => {
  const up = await arm(bench, resetBeforeAnswer);
  using peer = await RawPeer.connect(up.address);
  t.equal(await endingOf(peer), 'rst');
  t.equal(peer.text, '');
  await fired(t, resetBeforeAnswer, up);
});

t.test('never-answers: no byte and no end, until the peer goes', async (t) => {
  const up = await arm(bench, neverAnswers);
  using peer = await RawPeer.asking(up.address);
  await up.seen('step', (event) => event.last);
  t.ok(await peer.silentFor(500));
  await fired(t, neverAnswers, up);
});

t.test('garbage: octets that are no HTTP, then FIN', async (t) => {
  const up = await arm(bench, garbage);
  using peer = await RawPeer.asking(up.address);
  t.equal(await peer.ended, 'fin');
  t.equal(peer.received.toString('hex'), '8b1f00fffe0d0a07c3289ddeadbeef1b5b304a000a0dff7fe28282909f01020a');
  await fired(t, garbage, up);
});

t.test('http09-body: HTML and nothing before it, then FIN', async (t) => {
  const up = await arm(bench, http09Body);
  using peer = await RawPeer.asking(up.address);
  t.equal(await peer.ended, 'fin');
  t.match(peer.text, /^<!DOCTYPE html>\n<html>.*<\/html>\n$/);
  await fired(t, http09Body, up);
});
