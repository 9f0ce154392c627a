import t from 'tap';
import type { Fault } from '../../harness/core/fault.ts';
import { HEALTHY } from '../../harness/core/script.ts';
import handshakes from '../../harness/faults/tls-handshake.ts';
import { makeAuthority } from '../../harness/upstream/tls/make-authority.ts';
import { offersSession } from '../../harness/upstream/tls/offers-session.ts';
import { Bench, type BenchUpstream } from '../upstream/bench.ts';
import { arm } from './arm.ts';
import { clientHello } from './client-hello.ts';
import { RecordedTls } from './recorded-tls.ts';
import { tlsClient } from './tls-client.ts';

const bench = await Bench.start();
t.teardown(() => bench[Symbol.asyncDispose]());
const authority = makeAuthority();

t.test('a certificate that is swapped is met by new handshakes, and connections that stand go on', async (t) => {
  const upstream = await bench.upstream(HEALTHY, { authority });
  const client = await RecordedTls.connect(upstream.address, authority);
  await client.ask('/warm');
  for (const [certificate, refused] of [
    ['expired', 'CERT_HAS_EXPIRED'],
    ['wrong-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['unknown-root', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
  ] as const) {
    await upstream.play({ ...HEALTHY, tls: { certificate } }, { authority });
    const { socket, result } = await tlsClient(upstream.address, authority);
    socket.destroy();
    t.equal(result, refused, 'who connects now is shown the new one');
    await client.ask(`/pooled-${certificate}`);
    t.match(client.text, new RegExp(`GET /pooled-${certificate}`), 'and the connection that stands goes on');
  }
  t.equal(client.error, null);
  t.equal((await upstream.all('handshake')).filter(({ done }) => done).length, 1);
  await upstream.play(HEALTHY, { authority });
  const { socket, result } = await tlsClient(upstream.address, authority);
  t.equal(result, 'TLSv1.3', 'mended');
  socket.destroy();
  client.tls.destroy();
});

/** A second handshake that offers the session of a first one: what it came to, and how much the server sent for it. */
async function offeredAgain(upstream: BenchUpstream, more: object = {}) {
  const first = await RecordedTls.connect(upstream.address, authority, more);
  await first.ask();
  first.tls.destroy();
  const second = await RecordedTls.connect(upstream.address, authority, {
    ...more,
    session: first.session ?? undefined,
  });
  await second.ask('/second');
  const { content } = second.went[0] ?? { content: Buffer.alloc(0) };
  const hello = Buffer.concat([Buffer.from([22, 3, 1, content.length >> 8, content.length & 0xff]), content]);
  const resumed = second.tls.isSessionReused();
  second.tls.destroy();
  return { offered: offersSession(hello), resumed, answered: /GET \/second/.test(second.text) };
}

const refused = (handshakes as unknown as readonly Fault[]).find(
  ({ name }) => name === 'tls-handshake-session-refused',
);

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  const more = { minVersion: version, maxVersion: version };

  t.test(`${version}: a healthy server takes its own tickets back`, async (t) => {
    const upstream = await bench.upstream(HEALTHY, { authority });
    t.same(await offeredAgain(upstream, more), { offered: true, resumed: true, answered: true });
    t.match((await upstream.all('handshake')).at(-1), { detail: /session resumed$/ });
    t.match(refused?.fired({ observations: upstream.observations, probes: [] }), /no gateway offered a session/);
  });

  t.test(`${version}: 'session-refused' answers a hello that offers a session with a whole handshake`, async (t) => {
    if (!refused) throw new Error('no tls-handshake-session-refused');
    const upstream = await arm(bench, refused, {}, authority);
    t.same(await offeredAgain(upstream, more), { offered: true, resumed: false, answered: true });
    t.match((await upstream.all('handshake')).at(-1), { detail: /session refused$/ });
    t.equal(refused.fired({ observations: upstream.observations, probes: [] }), null);
  });
}

t.test('a hello of a first handshake offers nothing', async (t) => {
  t.equal(offersSession(await clientHello()), false);
  t.equal(offersSession(Buffer.from('160301000401000000', 'hex')), false, 'nor does one that is cut');
});
