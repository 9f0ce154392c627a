import { once } from 'node:events';
import t from 'tap';
import type { Fault } from '../../harness/core/fault.ts';
import { loadFolder } from '../../harness/core/registry.ts';
import { HEALTHY } from '../../harness/core/script.ts';
import { UpstreamControl } from '../../harness/upstream/control-client.ts';
import { matchesGolden } from '../support/golden.ts';
import { sandboxOrSkip } from '../support/in-sandbox.ts';
import { processesOf } from '../support/processes.ts';
import { type ControlAnswer, Hand } from './hand.ts';
import { get, RawPeer } from './raw-peer.ts';

const faults = await loadFolder<Fault>('faults');

/** Asks app once and reads until it has answered. */
async function answered(hand: Hand): Promise<string> {
  using peer = await RawPeer.asking(hand.app, '/x');
  await peer.contains('answered GET /x\n');
  return peer.text;
}

const refusal = ({ status, body }: ControlAnswer) => ({ status, code: body.error?.code });

t.test('a fault is put on by its name, changed while it runs, and taken away again', async (t) => {
  await using hand = await Hand.start();
  t.match(await answered(hand), 'HTTP/1.1 200 OK');
  t.match(await hand.put('empty-answer'), {
    status: 200,
    body: { upstream: 'app', fault: 'empty-answer', summary: /FIN/ },
  });
  using second = await RawPeer.asking(hand.app);
  t.equal(await second.ended, 'fin');
  t.equal(second.text, '');
  await hand.put('{"fault":"reset-mid-body","after":"100B"}');
  using third = await RawPeer.asking(hand.app);
  t.equal(await third.ended, 'rst');
  t.match(await hand.put('healthy'), { body: { fault: 'healthy' } });
  await answered(hand);
});

t.test('every fault is listed, and what is said to be made here is made here, and nothing else', async (t) => {
  await using hand = await Hand.start();
  const { faults: listed = [] } = (await hand.get('/faults')).body;
  t.same(
    listed.map(({ name }) => name),
    faults.map(({ name }) => name),
  );
  for (const { name, here, why } of listed) {
    const [, fault] = faults.map((each) => [each.name, each] as const).find(([each]) => each === name) ?? [];
    // Those would end this program; they have tests of their own.
    if (fault?.needs.includes('processes') && name.startsWith('process-')) continue;
    const answer = await hand.put(name);
    t.equal(answer.status, here ? 200 : 409, name);
    t.equal(here, why === undefined, name);
    if (why) t.match(answer.body.error?.message, why);
  }
});

t.test('a refused fault leaves the one before in force', async (t) => {
  await using hand = await Hand.start('--fault', 'empty-answer');
  t.same(refusal(await hand.put('firewall-drop')), { status: 409, code: 'not-here' });
  t.same(refusal(await hand.put('firewal-drop')), { status: 400, code: 'unknown-fault' });
  t.same(refusal(await hand.put('{ fault: body-stalls, after: soon }')), { status: 400, code: 'wrong-value' });
  t.same(refusal(await hand.put('{')), { status: 400, code: 'bad-request' });
  t.same(refusal(await hand.put('healthy', 'nobody')), { status: 404, code: 'unknown-upstream' });
  t.equal((await hand.get('/')).body.upstreams?.app?.fault, 'empty-answer');
});

t.test('a script of a controller takes the place of the fault, whatever it was', async (t) => {
  await using hand = await Hand.start();
  await hand.put('accept-queue-full');
  const control = await UpstreamControl.connect(hand.program.control);
  await control.put('app', { listen: hand.app, script: HEALTHY });
  await answered(hand);
  t.equal((await hand.get('/')).body.upstreams?.app?.fault, null);
  await control.close();
});

t.test('an upstream that has never listened can be given no fault', async (t) => {
  await using hand = await Hand.start();
  const control = await UpstreamControl.connect(hand.program.control);
  await control.put('late', { listen: null, script: HEALTHY });
  t.same(refusal(await hand.put('never-answers', 'late')), { status: 409, code: 'no-address' });
  await control.close();
});

t.test('connection-refused: nothing listens, until it is healthy again', async (t) => {
  await using hand = await Hand.start();
  await hand.put('connection-refused');
  await t.rejects(RawPeer.connect(hand.app), { code: 'ECONNREFUSED' });
  await hand.put('healthy');
  await answered(hand);
});

t.test('accept-queue-full: a SYN is not answered, until it is healthy again', async (t) => {
  await using hand = await Hand.start();
  t.equal((await hand.put('accept-queue-full')).status, 200);
  const connected = RawPeer.connect(hand.app).then(async (peer) => {
    using _ = peer;
    peer.send(get('/x'));
    await peer.contains('answered GET /x\n');
  });
  const patience = AbortSignal.timeout(500);
  const first = await Promise.race([connected.then(() => 'connected'), once(patience, 'abort').then(() => 'silence')]);
  t.equal(first, 'silence');
  await hand.put('healthy');
  await connected;
  t.pass('the SYN that the kernel sent again was answered');
});

t.test('changes that come at once happen one after the other', async (t) => {
  await using hand = await Hand.start();
  const answers = await Promise.all(
    ['accept-queue-full', 'connection-refused', 'accept-queue-full', 'healthy'].map((each) => hand.put(each)),
  );
  t.same(
    answers.map(({ status }) => status),
    [200, 200, 200, 200],
  );
  await answered(hand);
});

t.test('process-frozen: the answer still comes, then the process stops; once it goes on it is healthy', async (t) => {
  await using hand = await Hand.start();
  t.equal((await hand.put('process-frozen')).status, 200);
  using peer = await RawPeer.asking(hand.app, '/x');
  t.ok(await peer.silentFor(500));
  hand.program.child.kill('SIGCONT');
  await peer.contains('answered GET /x\n');
  const { app } = (await hand.get('/')).body.upstreams ?? {};
  t.equal(app?.fault, 'healthy');
  t.equal(app?.seen.at(-1), 'SIGSTOP taken, process running');
});

for (const [params, ending] of [
  ['', 'fin'],
  [', when: request-unread', 'rst'],
] as const) {
  t.test(`process-killed${params}: the first request ends the program, and the kernel the connection`, async (t) => {
    await using hand = await Hand.start('--fault', `{ fault: process-killed${params} }`);
    const exited = once(hand.program.child, 'exit');
    using peer = await RawPeer.asking(hand.app);
    t.equal(await peer.ended, ending);
    t.same(await exited, [null, 'SIGKILL']);
    t.same(processesOf(hand.program.child.pid ?? 0), []);
  });
}

t.test('process-killed at once: the answer still comes', async (t) => {
  await using hand = await Hand.start();
  const exited = once(hand.program.child, 'exit');
  t.equal((await hand.put('{ fault: process-killed, when: at-once }')).status, 200);
  t.same(await exited, [null, 'SIGKILL']);
});

const { skip } = await sandboxOrSkip();

t.test('process 1 of a container says that it cannot signal itself, and pretends nothing', { skip }, async (t) => {
  await using hand = await Hand.startAsFirstProcess();
  const answer = await hand.put('process-frozen');
  t.same(refusal(answer), { status: 409, code: 'not-here' });
  t.match(answer.body.error?.message, 'Start the container with an init: docker run --init');
  const { faults: listed = [] } = (await hand.get('/faults')).body;
  t.match(
    listed.find(({ name }) => name === 'process-killed'),
    { here: false },
  );
  await answered(hand);
});

t.test('the status shows what came, what is in force, and how to change it', async (t) => {
  await using hand = await Hand.start('--fault', 'unavailable-retry-after');
  using peer = await RawPeer.asking(hand.app, '/first');
  await peer.contains('maintenance');
  peer.send(get('/second'));
  await peer.contains('maintenance\nHTTP');
  const status = JSON.stringify((await hand.get('/')).body, null, 2);
  const ports = [...new Set(status.match(/127\.0\.0\.1:\d+/g))];
  const stable = ports.reduce(
    (text, address, index) => text.replaceAll(address, `127.0.0.1:${'APOTCO'.slice(index * 2, index * 2 + 2)}`),
    status,
  );
  matchesGolden(t, 'upstream/status.json', `${stable}\n`);
});
