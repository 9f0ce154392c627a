import { createServer, type Socket } from 'node:net';
import t, { type Test } from 'tap';
import type { Address } from '../../harness/core/gateway.ts';
import { LOOP_BOUND } from '../../harness/core/loop-bound.ts';
import gatewayLoop from '../../harness/faults/gateway-loop.ts';
import { Bench } from '../upstream/bench.ts';
import { get, RawPeer } from '../upstream/raw-peer.ts';
import { fired } from './arm.ts';

const bench = await Bench.start();
t.teardown(() => bench.process.stop());

/** Stands where the gateway listens, and shows what comes to it. */
async function gatewayAt(t: Test, serve: (socket: Socket) => void): Promise<Address> {
  const server = createServer({ allowHalfOpen: true }, serve);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  t.teardown(() => server.close());
  return { host: '127.0.0.1', port: (server.address() as { port: number }).port };
}

/** An upstream with the fault, once the runtime has filled in where the gateway listens. */
async function looped(to: Address) {
  const effect = gatewayLoop.effect({});
  if (effect.place !== 'script') throw new Error('not a script');
  t.same(effect.script.rest?.steps, [{ do: 'splice', to: 'gateway' }]);
  return await bench.upstream({ connections: [], rest: { steps: [{ do: 'splice', to }] } });
}

t.test('gateway-loop: what comes to the upstream comes to the gateway, octet for octet, and back', async (t) => {
  const gateway = await gatewayAt(t, (socket) => socket.on('data', (octets) => socket.write(`<${octets}>`)));
  const up = await looped(gateway);
  using peer = await RawPeer.connect(up.address);
  peer.send(get('/round'));
  await peer.contains(`<${get('/round')}>`);
  peer.send('\0\r\n');
  await peer.contains('<\0\r\n>');
  await fired(t, gatewayLoop, up);
  t.equal(up.observations.filter(({ kind }) => kind === 'request').length, 0, 'the upstream itself reads nothing');
});

t.test('gateway-loop: FIN and RST go on as such', async (t) => {
  const gateway = await gatewayAt(t, (socket) => {
    socket.on('error', () => {});
    socket.on('data', (octets) => (`${octets}` === 'fin' ? socket.end('bye') : socket.resetAndDestroy()));
    socket.on('end', () => socket.end('and you'));
  });
  const up = await looped(gateway);
  using first = await RawPeer.connect(up.address);
  first.send('fin');
  t.equal(await first.ended, 'fin');
  t.equal(first.text, 'bye');
  using second = await RawPeer.connect(up.address);
  second.send('rst');
  t.equal(await second.ended, 'rst');
  using third = await RawPeer.connect(up.address);
  third.fin();
  t.equal(await third.ended, 'fin');
  t.equal(third.text, 'and you', 'what comes behind a half-close is not lost');
});

t.test('gateway-loop: nobody goes round for ever', async (t) => {
  const gateway = await gatewayAt(t, (socket) => socket.on('end', () => socket.end()).write('here'));
  const up = await looped(gateway);
  for (let round = 1; round <= LOOP_BOUND; round++) {
    using peer = await RawPeer.connect(up.address);
    await peer.contains('here');
  }
  using last = await RawPeer.connect(up.address);
  t.equal(await last.ended, 'fin');
  t.equal(last.text, '');
  const steps = await up.all('step');
  t.same(
    steps.map(({ note }) => note),
    [...Array.from({ length: LOOP_BOUND }, () => 'led on'), 'bound reached'],
  );
});
