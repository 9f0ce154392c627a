import { DEFAULT_SETTINGS } from '../../harness/core/default-settings.ts';
import type { Gateway } from '../../harness/core/gateway.ts';
import { ask } from '../support/ask.ts';
import { type LoopbackSlot, loopbackSlot } from '../support/loopback-slot.ts';
import { startPlainUpstream } from '../support/plain-upstream.ts';
import { type StartedGateway, startGateway } from '../support/start-gateway.ts';
import { withFeature } from './with-feature.ts';

async function start(gateway: Gateway, program: string, slots: readonly LoopbackSlot[]): Promise<StartedGateway> {
  const settings = { ...DEFAULT_SETTINGS, cache: true };
  const timeouts = { connect: 1000, read: 1000 };
  return await startGateway(gateway, { program, slots, settings, timeouts, resolver: null });
}

const FRESH = '/report?cache-control=max-age%3D60';

await withFeature('cache', 'what is fresh is answered without the upstream', async (t, gateway, program) => {
  const slot = loopbackSlot(0);
  await using app = await startPlainUpstream(slot.upstreams.app);
  await using _ = await start(gateway, program, [slot]);
  const first = await ask(slot.listen, { path: FRESH });
  // Some store it behind the answer's back: a second request may come before that is done, and no third.
  for (const _again of [2, 3])
    t.match(await ask(slot.listen, { path: FRESH }), { status: 200, body: first.body, upstream: app.name });
  t.ok(app.seen.length < 3, `${app.seen.length} of 3 requests reached the upstream`);
});

/** What a response says, that must be asked for anew each time. */
const NEVER_KEPT = ['no-store', 'private', 'private, max-age=60', 'max-age=0'];

for (const said of NEVER_KEPT) {
  await withFeature('cache', `what is ${said} is asked for each time`, async (t, gateway, program) => {
    const slot = loopbackSlot(0);
    await using app = await startPlainUpstream(slot.upstreams.app);
    await using _ = await start(gateway, program, [slot]);
    const path = `/?cache-control=${encodeURIComponent(said)}`;
    for (const count of [1, 2]) {
      t.match(await ask(slot.listen, { path }), { status: 200 });
      t.equal(app.seen.length, count);
    }
  });
}

await withFeature('cache', 'a response that says nothing of it is asked for each time', async (t, gateway, program) => {
  const slot = loopbackSlot(0);
  await using app = await startPlainUpstream(slot.upstreams.app);
  await using _ = await start(gateway, program, [slot]);
  for (const _round of [1, 2]) t.match(await ask(slot.listen, { path: '/' }), { status: 200 });
  t.equal(app.seen.length, 2);
});

await withFeature('cache', 'a POST is sent, whatever is kept', async (t, gateway, program) => {
  const slot = loopbackSlot(0);
  await using app = await startPlainUpstream(slot.upstreams.app);
  await using _ = await start(gateway, program, [slot]);
  await ask(slot.listen, { path: FRESH });
  t.match(await ask(slot.listen, { path: FRESH, method: 'POST', body: 'order' }), { status: 200 });
  t.strictSame(
    app.seen.map(({ method }) => method),
    ['GET', 'POST'],
  );
});

await withFeature('cache', 'two slots share nothing, even for one host', async (t, gateway, program) => {
  if (gateway.slots === 1) return void t.pass('it has one slot');
  const [slot, next] = [loopbackSlot(0), loopbackSlot(1)];
  await using app = await startPlainUpstream(slot.upstreams.app);
  await using another = await startPlainUpstream(next.upstreams.app);
  await using _ = await start(gateway, program, [slot, next]);
  const question = { path: FRESH, headers: { host: 'www.example.test' } };
  t.match(await ask(slot.listen, question), { status: 200, upstream: app.name });
  t.match(await ask(next.listen, question), { status: 200, upstream: another.name });
  t.equal(another.seen.length, 1);
});
