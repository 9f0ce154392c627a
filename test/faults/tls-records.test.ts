import { createDecipheriv, createHmac } from 'node:crypto';
import t from 'tap';
import flood from '../../harness/faults/tls-key-update-flood.ts';
import { makeAuthority } from '../../harness/upstream/tls/make-authority.ts';
import { Bench, once as onceOn } from '../upstream/bench.ts';
import { RawPeer } from '../upstream/raw-peer.ts';
import { arm, fired } from './arm.ts';
import { clientHello } from './client-hello.ts';
import { RecordedTls } from './recorded-tls.ts';

const bench = await Bench.start();
t.teardown(() => bench[Symbol.asyncDispose]());
const authority = makeAuthority();
/** A KeyUpdate in its record: four octets of header, one of content, one for the type, sixteen for the tag. */
const KEY_UPDATE = 22;

/** RFC 8446 section 7.1, for outputs no longer than SHA-256. */
function expand(secret: Buffer, label: string, length: number): Buffer {
  const name = `tls13 ${label}`;
  const info = Buffer.concat([Buffer.from([0, length, name.length]), Buffer.from(name), Buffer.from([0, 1])]);
  return createHmac('sha256', secret).update(info).digest().subarray(0, length);
}

/** What is in a record of TLS_AES_128_GCM_SHA256 that was sealed with this secret as its nth, with its type behind it. */
function opened(content: Buffer, secret: Buffer, nth: number): string {
  const iv = expand(secret, 'iv', 12);
  iv[11] = (iv[11] ?? 0) ^ nth;
  const cipher = createDecipheriv('aes-128-gcm', expand(secret, 'key', 16), iv);
  cipher.setAAD(Buffer.from([23, 3, 3, content.length >> 8, content.length & 0xff]));
  cipher.setAuthTag(content.subarray(-16));
  return Buffer.concat([cipher.update(content.subarray(0, -16)), cipher.final()]).toString('hex');
}

t.test('tls-key-update-flood sends KeyUpdates, each under the key that the last one brought', async (t) => {
  const upstream = await arm(bench, flood, { times: 60 }, authority);
  const client = await RecordedTls.connect(upstream.address, authority, { ciphers: 'TLS_AES_128_GCM_SHA256' });
  await client.ask();
  t.match(client.text, /^HTTP\/1\.1 200 /, 'a client that bears them reads the answer behind them');
  const updates = client.came.filter(({ type, content }) => type === 23 && content.length === KEY_UPDATE);
  t.equal(updates.length, 60);
  let secret = client.keys.get('SERVER_TRAFFIC_SECRET_0') ?? Buffer.alloc(0);
  const tickets = client.came.filter(({ content }) => content.length > 200).length;
  for (const [index, { content }] of updates.entries()) {
    const plain = [0, 1, 2, 3]
      .slice(0, index === 0 ? tickets : 1)
      .map((nth) => attempt(() => opened(content, secret, nth)))
      .find((text) => text !== null);
    t.equal(plain, '180000010016', `KeyUpdate ${index + 1}, update_not_requested`);
    secret = expand(secret, 'traffic upd', 32);
  }
  await client.ask('/again');
  t.equal(client.came.filter(({ content }) => content.length === KEY_UPDATE).length, 120, 'on a kept connection too');
  t.equal(client.went.filter(({ content }) => content.length === KEY_UPDATE).length, 0, 'and nobody is asked for one');
  t.equal(client.error, null);
  await fired(t, flood, upstream);
  client.tls.destroy();
});

t.test('tls-key-update-flood makes its peer answer each where it asks', async (t) => {
  for (const ciphers of ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256']) {
    const upstream = await arm(bench, flood, { times: 30, asks: true }, authority);
    const client = await RecordedTls.connect(upstream.address, authority, { ciphers });
    await client.ask();
    await client.ask('/again');
    t.ok(client.went.filter(({ content }) => content.length === KEY_UPDATE).length > 0, ciphers);
    t.equal(client.error, null);
    client.tls.destroy();
  }
});

t.test('no KeyUpdate is sent where TLS 1.2 is spoken, or none', async (t) => {
  const script = onceOn(
    { do: 'read', what: 'request' },
    { do: 'key-update', times: 3 },
    { do: 'answer' },
    { do: 'close' },
  );
  const old = await bench.upstream({ ...script, tls: { versions: ['TLSv1.2', 'TLSv1.2'] } }, { authority });
  const client = await RecordedTls.connect(old.address, authority);
  await client.ask();
  await old.seen('step', ({ step }) => step === 'close');
  client.tls.destroy();
  const notes = (await old.all('step')).map(({ note }) => note);
  t.ok(notes.includes('the client does not speak TLS 1.3'));
  t.match(flood.fired({ observations: old.observations, probes: [] }), /no KeyUpdate/);
});

t.test('an alert under TLS 1.3 is one of the connection, and ends it', async (t) => {
  const script = onceOn({ do: 'read', what: 'request' }, { do: 'alert', code: 80 }, { do: 'close' });
  const upstream = await bench.upstream(script, { authority });
  const client = await RecordedTls.connect(upstream.address, authority);
  client.tls.write('GET / HTTP/1.1\r\nHost: app\r\n\r\n');
  await new Promise((resolve) => client.tls.once('error', resolve));
  t.equal(client.error, 'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR');
});

t.test('an alert on plain TCP is seven octets', async (t) => {
  const script = onceOn({ do: 'read', what: 'client-hello' }, { do: 'alert', code: 48 }, { do: 'close' });
  const upstream = await bench.upstream({ ...script, tls: null }, { authority });
  const peer = await RawPeer.connect(upstream.address);
  peer.send(await clientHello());
  t.equal(await peer.ended, 'fin');
  t.equal(peer.received.toString('hex'), '15030300020230');
  peer.fin();
});

function attempt(open: () => string): string | null {
  try {
    return open();
  } catch {
    return null;
  }
}
