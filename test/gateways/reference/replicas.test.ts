import t from 'tap';
import { Replicas } from '../../../harness/gateways/reference/replicas.ts';
import type { Upstream } from '../../../harness/gateways/reference/upstream.ts';
import { startPoolRig } from './pool-rig.ts';
import { answer, GET, OK, request, SHORT } from './script.ts';

t.jobs = 4;

t.test('the replicas take turns, and the one whose turn it is comes first', (t) => {
  const names = ['app', 'app-2', 'app-3'];
  const replicas = new Replicas(names.map((name) => ({ name }) as Upstream));
  const turns = [1, 2, 3, 4].map(() => replicas.inTurn().map(({ name }) => name));
  t.strictSame(turns, [names, ['app-2', 'app-3', 'app'], ['app-3', 'app', 'app-2'], names]);
  t.end();
});

for (const [method, statuses] of [
  ['GET', [200, 200]],
  ['PUT', [200, 200]],
  ['POST', [502, 200]],
] as const) {
  t.test(`${method} that one replica closes on without a word: ${statuses[0]}`, async (t) => {
    await using rig = await startPoolRig([answer('', 'fin'), answer(OK)]);
    for (const status of statuses) t.equal((await rig.ask(request(method, '/'))).status, status);
    t.equal(rig.connections(0), 1, 'it is not asked out of turn');
  });
}

t.test('an octet of an answer ends it: there is no second attempt', async (t) => {
  await using rig = await startPoolRig([answer('H', 'fin'), answer(OK)]);
  t.equal((await rig.ask(GET)).status, 502);
  t.equal(rig.connections(1), 0);
});

t.test('silence is answered after one read timeout, and the other replica is not asked', async (t) => {
  await using rig = await startPoolRig([() => undefined, answer(OK)], SHORT);
  t.equal((await rig.ask(GET)).status, 504);
  t.equal(rig.connections(1), 0);
});

t.test('two attempts share one read timeout', async (t) => {
  // The first replica closes in the middle of the time; the second never answers.
  const timeouts = { connect: 1000, read: 1200 };
  const late = (peer: { fin(): void }) => new Promise((done) => setTimeout(done, 800)).then(() => peer.fin());
  await using rig = await startPoolRig([late, () => undefined], timeouts);
  const from = performance.now();
  t.equal((await rig.ask(GET)).status, 504);
  const ms = performance.now() - from;
  t.ok(ms > 1150 && ms < 1700, `after ${Math.round(ms)} ms`);
  t.equal(rig.connections(1), 1);
});

t.test('two attempts are all, however many replicas there are', async (t) => {
  await using rig = await startPoolRig([answer('', 'fin'), answer('', 'fin'), answer(OK)]);
  t.equal((await rig.ask(GET)).status, 502);
  t.equal(rig.connections(2), 0);
  t.match(
    rig.log,
    [{ event: 'error', error: 'connection_terminated', upstream: 'app-2' }],
    'the log names the last one',
  );
});
