import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import t from 'tap';
import type { Fault } from '../../harness/core/fault.ts';
import { TLS_NAME } from '../../harness/core/tls.ts';
import family from '../../harness/faults/tls-certificate.ts';
import { makeAuthority } from '../../harness/upstream/tls/make-authority.ts';
import { Bench } from '../upstream/bench.ts';
import { arm } from './arm.ts';
import { tlsClient } from './tls-client.ts';

const bench = await Bench.start();
t.teardown(() => bench[Symbol.asyncDispose]());
const authority = makeAuthority();
const members: readonly Fault[] = family as unknown as readonly Fault[];

/** What a client says that verifies (node:tls, "X509 certificate error codes"). */
const REFUSED: Readonly<Record<string, string>> = {
  'tls-certificate-expired': 'CERT_HAS_EXPIRED',
  'tls-certificate-not-yet-valid': 'CERT_NOT_YET_VALID',
  'tls-certificate-self-signed': 'DEPTH_ZERO_SELF_SIGNED_CERT',
  'tls-certificate-unknown-root': 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'tls-certificate-wrong-name': 'ERR_TLS_CERT_ALTNAME_INVALID',
  'tls-certificate-missing-intermediate': 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'tls-certificate-chain-oversized': 'ERR_SSL_EXCESSIVE_MESSAGE_SIZE',
};

for (const fault of members) {
  const wanted = REFUSED[fault.name];
  if (wanted === undefined) continue;
  t.test(`${fault.name} is refused with ${wanted}`, async (t) => {
    const upstream = await arm(bench, fault, {}, authority);
    const { socket, result } = await tlsClient(upstream.address, authority);
    socket.destroy();
    t.equal(result, wanted);
    await upstream.seen('handshake');
    t.equal(fault.fired({ observations: upstream.observations, probes: [] }), null, 'and it says that it fired');
    t.same(await upstream.all('request'), []);
  });
}

t.test('a client that verifies nothing gets an answer, and sees what is wrong with the certificate', async (t) => {
  const shown = async (name: string, params: object = {}) => {
    const fault = members.find((one) => one.name === `tls-certificate-${name}`);
    if (!fault) throw new Error(`no ${name}`);
    const upstream = await arm(bench, fault, params, authority);
    const lax = { rejectUnauthorized: false, ciphers: 'DEFAULT:@SECLEVEL=0' };
    const { socket, result } = await tlsClient(upstream.address, authority, lax);
    t.equal(result, 'TLSv1.3', name);
    socket.write('GET / HTTP/1.1\r\nHost: app\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    t.match(answer.toString(), /^HTTP\/1\.1 200 /);
    const { raw } = socket.getPeerCertificate();
    socket.destroy();
    return new X509Certificate(raw);
  };
  const root = new X509Certificate(authority.certificate);
  t.ok(new Date((await shown('expired')).validTo) < new Date());
  t.ok(new Date((await shown('not-yet-valid')).validFrom) > new Date());
  t.equal((await shown('wrong-name')).checkHost(TLS_NAME), undefined);
  const own = await shown('self-signed');
  t.ok(own.verify(own.publicKey), 'signed by itself');
  const alone = await shown('missing-intermediate');
  t.notOk(alone.checkIssued(root), 'not by the root');
  t.equal(alone.checkHost(TLS_NAME), TLS_NAME);
  t.equal((await shown('weak', { weakness: 'rsa-1024' })).publicKey.asymmetricKeyDetails?.modulusLength, 1024);
  // The algorithm's name in DER: ecdsa-with-SHA1 (RFC 3279 section 2.2.3), twice in every certificate.
  const sha1 = Buffer.from('06072a8648ce3d0401', 'hex');
  t.ok((await shown('weak')).raw.includes(sha1), 'signed over SHA-1');
});

t.test('a healthy upstream is verified, name and chain', async (t) => {
  const upstream = await bench.upstream({ connections: [], rest: { steps: [{ do: 'hold' }] } }, { authority });
  const { socket, result } = await tlsClient(upstream.address, authority);
  t.equal(result, 'TLSv1.3');
  t.ok(socket.authorized);
  const { issuerCertificate } = socket.getPeerCertificate(true);
  t.equal(issuerCertificate.subject.CN, 'gatecrash test intermediate');
  socket.destroy();
});
