import t from 'tap';
import { HEALTHY } from '../../harness/core/script.ts';
import { makeAuthority } from '../../harness/upstream/tls/make-authority.ts';
import { Bench } from '../upstream/bench.ts';
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
