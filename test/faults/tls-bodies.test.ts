import { once } from 'node:events';
import t from 'tap';
import type { Fault } from '../../harness/core/fault.ts';
import family from '../../harness/faults/tls-body.ts';
import { makeAuthority } from '../../harness/upstream/tls/make-authority.ts';
import { Bench } from '../upstream/bench.ts';
import { arm, fired } from './arm.ts';
import { LastRecord } from './last-record.ts';

const bench = await Bench.start();
t.teardown(() => bench[Symbol.asyncDispose]());
const authority = makeAuthority();

/** A client that asked an upstream with this fault, and sees the TCP connection under its TLS. */
async function ask(name: string) {
  const fault = (family as unknown as readonly Fault[]).find((one) => one.name === name);
  if (!fault) throw new Error(`no ${name}`);
  const upstream = await arm(bench, fault, {}, authority);
  const client = await LastRecord.connect(upstream.address, authority);
  client.tls.write('GET /report HTTP/1.1\r\nHost: app\r\nX-Gatecrash-Id: q1\r\n\r\n');
  return { fault, upstream, client };
}

t.test('tls-body-corrupted: a record that cannot be read follows half a body', async (t) => {
  const { fault, upstream, client } = await ask('tls-body-corrupted');
  const [error] = (await once(client.tls, 'error')) as [NodeJS.ErrnoException];
  t.equal(error.code, 'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC');
  t.match(client.text, /Content-Length: 4096\r\n\r\nx{512}$/);
  await upstream.seen('step', (step) => step.last);
  await fired(t, fault, upstream);
});

t.test('tls-body-reset: a real RST in mid-body', async (t) => {
  const { fault, upstream, client } = await ask('tls-body-reset');
  t.equal(await client.ended, 'rst');
  t.match(client.text, /Content-Length: 4096\r\n\r\nx{512}$/);
  await upstream.seen('closed');
  await fired(t, fault, upstream);
});

t.test('tls-body-without-close-notify: a FIN, and no record behind the body', async (t) => {
  const { fault, upstream, client } = await ask('tls-body-without-close-notify');
  t.equal(await client.ended, 'fin');
  t.match(client.text, /half of the report\n$/);
  t.notOk(client.notified, 'no close_notify');
  await fired(t, fault, upstream);
});

t.test('an ordinary close says close_notify first, then FIN', async (t) => {
  const steps = [{ do: 'read', what: 'request' }, { do: 'send', bytes: { text: 'x' } }, { do: 'close' }] as const;
  const upstream = await bench.upstream({ connections: [], rest: { steps } }, { authority });
  const client = await LastRecord.connect(upstream.address, authority);
  client.tls.write('GET / HTTP/1.1\r\nHost: app\r\n\r\n');
  t.equal(await client.ended, 'fin');
  t.ok(client.notified, 'close_notify');
});
