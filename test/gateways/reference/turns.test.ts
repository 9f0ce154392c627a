import { setTimeout } from 'node:timers/promises';
import t from 'tap';
import { Turns } from '../../../harness/gateways/reference/turns.ts';
import { startRig } from './rig.ts';
import { GET, OK, request, type Script } from './script.ts';

const STAYING = new AbortController().signal;

t.test('as many as may be there go at once, and the next one is turned away', async (t) => {
  const turns = new Turns({ connections: 2, queue: 0, wait: 0 });
  const first = await turns.take(STAYING);
  await turns.take(STAYING);
  await t.rejects(turns.take(STAYING), /2 requests are there/);
  first[Symbol.dispose]();
  first[Symbol.dispose]();
  await turns.take(STAYING);
  await t.rejects(turns.take(STAYING), /2 requests are there/, 'a turn ends once');
});

t.test('some wait, first come first served, and no more than may', async (t) => {
  const turns = new Turns({ connections: 1, queue: 2, wait: 20_000 });
  const order: string[] = [];
  const told = async (name: string) => {
    using _turn = await turns.take(STAYING);
    order.push(name);
  };
  const first = await turns.take(STAYING);
  const waiting = [told('second'), told('third')];
  await t.rejects(turns.take(STAYING), /2 wait/);
  first[Symbol.dispose]();
  await Promise.all(waiting);
  t.same(order, ['second', 'third']);
  await turns.take(STAYING);
});

t.test('who waits in vain is told, and one whose client leaves makes room', async (t) => {
  const turns = new Turns({ connections: 1, queue: 1, wait: 50 });
  const first = await turns.take(STAYING);
  await t.rejects(turns.take(STAYING), /no turn in 50 ms/);
  const leaving = new AbortController();
  const left = turns.take(leaving.signal);
  leaving.abort();
  await t.rejects(left, /the client is gone/);
  await t.rejects(turns.take(leaving.signal), /the client is gone/);
  first[Symbol.dispose]();
  await turns.take(STAYING);
});

t.test('without a limit everybody goes', async (t) => {
  const turns = new Turns(null);
  const all = await Promise.all(Array.from({ length: 50 }, () => turns.take(STAYING)));
  t.equal(all.length, 50);
});

t.test('one too many is a 503 that says when to come back, and each upstream has a limit of its own', async (t) => {
  const held = Promise.withResolvers<void>();
  const script: Script = async (peer) => {
    await peer.until(/\r\n\r\n/);
    if (!peer.received.includes('/other')) await held.promise;
    await peer.send(OK);
  };
  await using rig = await startRig(script, { pool: { connections: 1, queue: 0, wait: 0 } });
  const first = rig.ask(GET);
  await (await rig.connection(1)).until(/\r\n\r\n/);
  const { status, head } = await rig.ask(GET);
  t.equal(status, 503);
  t.match(head, /Proxy-Status: [^\r]*error=connection_limit_reached\r\n[\s\S]*Retry-After: 1\r\n/);
  t.equal((await rig.ask(request('GET', '/other'))).status, 200);
  held.resolve();
  t.equal((await first).status, 200);
  await setTimeout(0);
  t.equal((await rig.ask(GET)).status, 200, 'there is room again');
});
