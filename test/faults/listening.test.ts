import { createServer } from 'node:net';
import t from 'tap';
import connectionLimit from '../../harness/faults/connection-limit.ts';
import neverReads from '../../harness/faults/never-reads.ts';
import proxiedRefusal from '../../harness/faults/proxied-refusal.ts';
import speaksFirst from '../../harness/faults/speaks-first.ts';
import wrongProtocol from '../../harness/faults/wrong-protocol.ts';
import { Bench } from '../upstream/bench.ts';
import { get, RawPeer } from '../upstream/raw-peer.ts';
import { arm, fired } from './arm.ts';

const bench = await Bench.start();
t.teardown(() => bench.process.stop());

t.test('never-reads: what is sent stays in the kernel, and nothing comes back', async (t) => {
  const up = await arm(bench, neverReads);
  using peer = await RawPeer.asking(up.address);
  await up.seen('step', (event) => event.last);
  peer.send(Buffer.alloc(32 * 1024 * 1024));
  t.ok(await peer.silentFor(500));
  t.ok(peer.unsent > 0, 'the windows are full: octets of a long request cannot be sent');
  t.same(await up.all('request'), [], 'no request was read');
  await fired(t, neverReads, up);
});

t.test('connection-limit: two are served, the third is reset', async (t) => {
  const up = await arm(bench, connectionLimit, { service: '1s' });
  using one = await RawPeer.asking(up.address);
  using two = await RawPeer.asking(up.address);
  await up.seen('step', (event) => event.step === 'read' && event.connection === 2);
  using three = await RawPeer.asking(up.address);
  t.equal(await three.ended, 'rst');
  await Promise.all([one.contains('answered'), two.contains('answered')]);
  await fired(t, connectionLimit, up);
  one.fin();
  await one.ended;
  using four = await RawPeer.asking(up.address);
  await four.contains('answered');
});

t.test('connection-limit: or the next one waits until another goes', async (t) => {
  const up = await arm(bench, connectionLimit, { limit: 1, beyond: 'wait', service: '1ms' });
  using one = await RawPeer.asking(up.address);
  await one.contains('answered');
  using two = await RawPeer.asking(up.address);
  t.ok(await two.silentFor(500), 'accepted, and not served');
  await fired(t, connectionLimit, up);
  one.fin();
  await two.contains('answered');
});

t.test('wrong-protocol: a banner before a word was said, a complaint behind the request, then FIN', async (t) => {
  const up = await arm(bench, wrongProtocol);
  using peer = await RawPeer.connect(up.address);
  await peer.contains('\r\n');
  t.equal(peer.text, 'SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n');
  peer.send(get());
  t.equal(await peer.ended, 'fin');
  t.match(peer.text, /\r\nInvalid SSH identification string\.\r\n$/);
  await fired(t, wrongProtocol, up);
  const quiet = await arm(bench, wrongProtocol, { banner: 'when-spoken-to' });
  using waiting = await RawPeer.connect(quiet.address);
  t.ok(await waiting.silentFor(250), 'no banner before a word was said');
  waiting.send('G');
  await waiting.contains('Debian-2+deb12u3\r\n');
  const smtp = await arm(bench, wrongProtocol, { protocol: 'smtp' });
  using mail = await RawPeer.asking(smtp.address);
  t.equal(await mail.ended, 'fin');
  t.equal(mail.text, '220 mail.example.test ESMTP\r\n500 5.5.2 Error: command not recognized\r\n');
});

t.test('speaks-first: a whole response to nobody, and then one to each request', async (t) => {
  const up = await arm(bench, speaksFirst);
  using peer = await RawPeer.connect(up.address);
  await peer.contains('nobody asked for this\n');
  t.match(peer.text, /^HTTP\/1\.1 200 OK\r\n/);
  await fired(t, speaksFirst, up);
  peer.send(get('/mine', 'mine'));
  await peer.contains('answered');
  t.equal(peer.text.split('HTTP/1.1 200').length, 3, 'two responses to one request');
});

t.test('proxied-refusal: what comes is led on while somebody is there, and met by a FIN once nobody is', async (t) => {
  const server = createServer((socket) => socket.end('here'));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as { port: number };
  const up = await arm(bench, proxiedRefusal, { port });
  using first = await RawPeer.connect(up.address);
  await first.contains('here');
  first.fin();
  await up.seen('closed');
  t.not(proxiedRefusal.fired({ observations: up.observations, probes: [] }), null, 'nobody was refused yet');
  await new Promise((closed) => server.close(closed));
  using second = await RawPeer.connect(up.address);
  t.equal(await second.ended, 'fin');
  t.equal(second.text, '');
  t.equal((await up.seen('step', (event) => event.connection === 2)).note, 'ECONNREFUSED');
  await fired(t, proxiedRefusal, up);
});
