import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import t from 'tap';
import type { Fault } from '../../harness/core/fault.ts';
import { HEALTHY } from '../../harness/core/script.ts';
import { TLS_NAME } from '../../harness/core/tls.ts';
import { verifiedBy } from '../../harness/core/verified-by.ts';
import certificates from '../../harness/faults/tls-certificate.ts';
import handshakes from '../../harness/faults/tls-handshake.ts';
import { issueClient } from '../../harness/upstream/tls/issue-client.ts';
import { makeAuthority } from '../../harness/upstream/tls/make-authority.ts';
import { revocationLists } from '../../harness/upstream/tls/revocation-lists.ts';
import { Bench } from '../upstream/bench.ts';
import { arm } from './arm.ts';
import { tlsClient } from './tls-client.ts';

const bench = await Bench.start();
t.teardown(() => bench[Symbol.asyncDispose]());
const authority = makeAuthority();
const trust = { ca: authority.certificate, name: TLS_NAME };
const own = verifiedBy({ ...trust, identity: issueClient(authority) });
const lists = revocationLists(authority);
const asking = verifiedBy({ ...trust, revoked: lists });

/** The alert comes behind the request, as it does over any distance. */
const REQUEST = 'GET / HTTP/1.1\r\nHost: app\r\n\r\n';

function named(family: unknown, name: string): Fault {
  const fault = (family as readonly Fault[]).find((one) => one.name === name);
  if (!fault) throw new Error(`no ${name}`);
  return fault;
}

t.test(
  "'client-root-rotated': whoever shows a certificate of the old root gets unknown_ca behind the handshake",
  async (t) => {
    const fault = named(handshakes, 'tls-handshake-client-root-rotated');
    const upstream = await arm(bench, fault, {}, authority);
    const { socket, result } = await tlsClient(upstream.address, authority, own);
    t.equal(result, 'TLSv1.3', 'the handshake is over');
    t.match(fault.fired({ observations: [], probes: [] }), /no handshake/);
    socket.write(REQUEST);
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    t.equal(error.code, 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA');
    await upstream.seen('handshake');
    t.equal(fault.fired({ observations: upstream.observations, probes: [] }), null);
    t.same(await upstream.all('request'), []);
  },
);

t.test("'client-root-rotated' tells who shows none another thing, and then it did not happen", async (t) => {
  const fault = named(handshakes, 'tls-handshake-client-root-rotated');
  const upstream = await arm(bench, fault, {}, authority);
  const { socket } = await tlsClient(upstream.address, authority);
  socket.write(REQUEST);
  const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
  t.equal(error.code, 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED');
  await upstream.seen('handshake');
  t.match(fault.fired({ observations: upstream.observations, probes: [] }), /unknown_ca/);
});

t.test('a server that wants a certificate takes one of our root, in either version', async (t) => {
  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    const tls = { clientCertificate: 'required', versions: [version, version] } as const;
    const upstream = await bench.upstream({ ...HEALTHY, tls }, { authority });
    const { socket, result } = await tlsClient(upstream.address, authority, own);
    t.equal(result, version);
    socket.write(REQUEST);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    t.match(answer.toString(), /^HTTP\/1\.1 200 /);
    socket.destroy();
    const without = await tlsClient(upstream.address, authority);
    if (without.result === version) await once(without.socket, 'error');
    t.match((await upstream.all('handshake')).at(-1), { done: false, detail: /did not return a certificate/ });
  }
});

t.test("'revoked': whoever asks the list of its issuer refuses the certificate, and nobody else does", async (t) => {
  const fault = named(certificates, 'tls-certificate-revoked');
  const upstream = await arm(bench, fault, {}, authority);
  const strict = await tlsClient(upstream.address, authority, asking);
  strict.socket.destroy();
  t.equal(strict.result, 'CERT_REVOKED');
  await upstream.seen('handshake');
  t.equal(fault.fired({ observations: upstream.observations, probes: [] }), null);
  t.same(await upstream.all('request'), []);
  const lax = await tlsClient(upstream.address, authority);
  lax.socket.destroy();
  t.equal(lax.result, 'TLSv1.3');
  const healthy = await bench.upstream(HEALTHY, { authority });
  const good = await tlsClient(healthy.address, authority, asking);
  good.socket.destroy();
  t.equal(good.result, 'TLSv1.3', 'a certificate that is on no list passes');
});

t.test('the lists are sound, as another program reads them', { skip: !hasOpenssl() && 'no openssl here' }, (t) => {
  for (const [index, issuer, serial] of [
    [0, 'gatecrash test root', /No Revoked Certificates/],
    [1, 'gatecrash test intermediate', /Serial Number: 5245564F4B4544/],
  ] as const) {
    const text = execFileSync('openssl', ['crl', '-noout', '-text'], { input: lists[index], encoding: 'utf8' });
    t.match(text, /Version 2 \(0x1\)/);
    t.ok(text.includes(issuer));
    t.match(text, serial);
  }
  t.end();
});

function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
