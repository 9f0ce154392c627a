import { createHash } from 'node:crypto';
import { once } from 'node:events';
import t from 'tap';
import type { Fault } from '../../harness/core/fault.ts';
import alerts from '../../harness/faults/tls-alert.ts';
import hellos from '../../harness/faults/tls-client-hello.ts';
import handshakes from '../../harness/faults/tls-handshake.ts';
import { makeAuthority } from '../../harness/upstream/tls/make-authority.ts';
import { Bench } from '../upstream/bench.ts';
import { RawPeer } from '../upstream/raw-peer.ts';
import { arm, fired } from './arm.ts';
import { clientHello, records } from './client-hello.ts';
import { tlsClient } from './tls-client.ts';

const bench = await Bench.start();
t.teardown(() => bench[Symbol.asyncDispose]());
const authority = makeAuthority();
const ALL = [...alerts, ...hellos, ...handshakes] as unknown as readonly Fault[];

/** A raw peer that sent a ClientHello to an upstream with this fault. */
async function hello(name: string) {
  const fault = ALL.find((one) => one.name === name);
  if (!fault) throw new Error(`no ${name}`);
  const upstream = await arm(bench, fault, {}, authority);
  const peer = await RawPeer.connect(upstream.address);
  peer.send(await clientHello());
  return { fault, upstream, peer };
}

for (const [name, octets, ending] of [
  ['tls-client-hello-answered-in-plain-http', /^HTTP\/1\.1 400 /, 'fin'],
  ['tls-client-hello-reset', /^$/, 'rst'],
  ['tls-client-hello-closed', /^$/, 'fin'],
  ['tls-client-hello-answered-by-junk', /^\x16\x03\x03\x00\x20\xff/, 'fin'],
  ['tls-alert-handshake-failure', /^\x15\x03\x03\x00\x02\x02\x28$/, 'fin'],
  ['tls-alert-unrecognized-name', /^\x15\x03\x03\x00\x02\x02\x70$/, 'fin'],
] as const) {
  t.test(name, async (t) => {
    const { fault, upstream, peer } = await hello(name);
    t.equal(await peer.ended, ending);
    t.match(peer.text, octets);
    if (ending === 'fin') peer.fin();
    await upstream.seen('closed');
    await fired(t, fault, upstream);
  });
}

t.test('tls-client-hello-unanswered says nothing and keeps the connection', async (t) => {
  const { fault, upstream, peer } = await hello('tls-client-hello-unanswered');
  await upstream.seen('step', (step) => step.step === 'hold');
  t.ok(await peer.silentFor(300));
  await fired(t, fault, upstream);
  peer[Symbol.dispose]();
});

t.test('tls-client-hello-retried-twice asks again, and again', async (t) => {
  const { fault, upstream, peer } = await hello('tls-client-hello-retried-twice');
  const random = createHash('sha256').update('HelloRetryRequest').digest();
  await peer.bytes(5);
  await upstream.seen('step', (step) => step.step === 'hello-retry');
  const sizes = peer.received.length;
  peer.send(await clientHello());
  await peer.bytes(sizes * 2);
  const got = records(peer.received);
  t.same(
    got.map(({ type }) => type),
    [22, 22],
  );
  for (const { content } of got) t.ok(content.subarray(6, 38).equals(random), 'a HelloRetryRequest');
  await upstream.seen('step', (step) => step.step === 'hold');
  await fired(t, fault, upstream);
  peer[Symbol.dispose]();
});

t.test('tls-client-hello-retried-twice makes a client of TLS 1.3 give up at the second', async (t) => {
  const { upstream } = await hello('tls-client-hello-retried-twice');
  const { result } = await tlsClient(upstream.address, authority);
  t.equal(result, 'ERR_SSL_UNEXPECTED_MESSAGE');
});

for (const [name, code] of [
  ['tls-handshake-old-version', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'],
  ['tls-handshake-no-shared-cipher', 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE'],
] as const) {
  t.test(`${name} ends in an alert`, async (t) => {
    const { fault, upstream, peer } = await hello(name);
    t.equal(await peer.ended, 'fin');
    t.same(
      records(peer.received).map(({ type }) => type),
      [21],
    );
    await upstream.seen('handshake');
    t.equal(fault.fired({ observations: upstream.observations, probes: [] }), null);
    const { result } = await tlsClient(upstream.address, authority);
    t.equal(result, code);
  });
}

t.test('tls-handshake-old-version agrees with a client of TLS 1.1', async (t) => {
  const { upstream } = await hello('tls-handshake-old-version');
  const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' };
  const { socket, result } = await tlsClient(upstream.address, authority, old);
  t.equal(result, 'TLSv1.1');
  socket.destroy();
});

t.test(
  'tls-handshake-http2-alone refuses http/1.1 by ALPN, and sends frames to those who ask for nothing',
  async (t) => {
    const { upstream, fault } = await hello('tls-handshake-http2-alone');
    const asking = await tlsClient(upstream.address, authority, { ALPNProtocols: ['http/1.1'] });
    t.equal(asking.result, 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL');
    await upstream.seen('handshake', (one) => !one.done);
    t.equal(fault.fired({ observations: upstream.observations, probes: [] }), null);
    const { socket } = await tlsClient(upstream.address, authority);
    socket.write('GET / HTTP/1.1\r\nHost: app\r\n\r\n');
    const [settings] = (await once(socket, 'data')) as [Buffer];
    t.match(settings.toString('hex'), /^0000000400000000000000080700000000/);
    socket.destroy();
  },
);

t.test('tls-handshake-client-certificate: the alert comes behind the handshake', async (t) => {
  const { upstream, fault } = await hello('tls-handshake-client-certificate');
  const { socket, result } = await tlsClient(upstream.address, authority);
  t.equal(result, 'TLSv1.3');
  const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
  t.equal(error.code, 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED');
  await upstream.seen('handshake', (one) => !one.done);
  t.equal(fault.fired({ observations: upstream.observations, probes: [] }), null);
});

t.test('tls-handshake-slow comes in pieces of 40 octets', async (t) => {
  const { fault, upstream, peer } = await hello('tls-handshake-slow');
  const started = performance.now();
  await peer.bytes(3 * 40);
  t.ok(performance.now() - started > 550, 'two pauses of 400 ms');
  t.ok(peer.received.length < 400 && peer.received[0] === 22, 'the beginning of a ServerHello');
  t.equal(fault.fired({ observations: await upstream.all('handshake'), probes: [] }), null);
  peer[Symbol.dispose]();
});
