import { once } from 'node:events';
import { connect } from 'node:net';
import { decode, type RecordType, streamDecode, streamEncode } from 'dns-packet';
import t from 'tap';
import type { Observation } from '../../harness/core/evidence.ts';
import { everyQuery, HEALTHY_NAME, type NameReply } from '../../harness/core/name-script.ts';
import { Bench } from './bench.ts';
import { ask, QUERY_ID } from './dns-ask.ts';

const bench = await Bench.start();
t.teardown(() => bench.process.stop());
const { control } = bench.process;
const resolver = await control.resolver({ host: '127.0.0.1', port: 0 });
const queries: Extract<Observation, { kind: 'query' }>[] = [];
control.onObservation((event) => {
  if (event.kind === 'query') queries.push(event);
});

/** Scripts a name: the same reply to every query. */
const script = async (name: string, reply: NameReply, address = '127.1.2.3', upstream = 'app') =>
  await control.name(name, { script: everyQuery(reply), upstream, address });

/** The response code (RFC 1035 section 4.1.1) of a packet, which dns-packet reads and its types leave out. */
const rcodeOf = (packet: object) => (packet as { rcode?: string }).rcode;

t.test('a name with an address is answered with it, without regard to case, and with a TTL of 0', async (t) => {
  await script('app.test', HEALTHY_NAME, '127.1.2.3', 'app');
  const reply = await ask(resolver, 'aPP.TEST');
  t.match(reply, { id: QUERY_ID, type: 'response', questions: [{ name: 'aPP.TEST', type: 'A' }] });
  t.match(reply?.answers, [{ type: 'A', data: '127.1.2.3', ttl: 0 }]);
  t.equal(rcodeOf(reply ?? {}), 'NOERROR');
});

t.test('another type of a name with an address exists without data', async (t) => {
  const reply = await ask(resolver, 'app.test', 'AAAA');
  t.equal(rcodeOf(reply ?? {}), 'NOERROR');
  t.same(reply?.answers, []);
});

for (const answer of ['NXDOMAIN', 'SERVFAIL'] as const) {
  t.test(`a name can be ${answer}, and be well again`, async (t) => {
    await script('app.test', { say: 'rcode', rcode: answer });
    const reply = await ask(resolver, 'app.test');
    t.equal(rcodeOf(reply ?? {}), answer);
    t.same(reply?.authorities, [], 'no SOA, so that nobody caches it');
    await script('app.test', HEALTHY_NAME, '127.1.2.4', 'app');
    t.match((await ask(resolver, 'app.test'))?.answers, [{ data: '127.1.2.4' }]);
  });
}

t.test('silence is silence, and observed', async (t) => {
  await script('quiet.test', { say: 'silence' }, '127.1.2.3', 'other');
  t.equal(await ask(resolver, 'quiet.test', 'A', 300), null);
  await control.flush();
  t.match(queries.at(-1), { upstream: 'other', name: 'quiet.test', type: 'A', answer: 'silence' });
});

t.test('a name that nobody scripted, or no longer, is NXDOMAIN and observed as nobody’s', async (t) => {
  await script('gone.test', HEALTHY_NAME, '127.1.2.5', 'app');
  await control.removeName('gone.test');
  t.equal(rcodeOf((await ask(resolver, 'gone.test')) ?? {}), 'NXDOMAIN');
  await control.flush();
  t.match(queries.at(-1), { upstream: '', name: 'gone.test', answer: 'NXDOMAIN' });
});

t.test('every query is observed with its upstream, type and answer', async (t) => {
  await script('seen.test', HEALTHY_NAME, '127.1.2.6', 'app');
  const types: RecordType[] = ['A', 'AAAA'];
  for (const type of types) await ask(resolver, 'seen.test', type);
  await control.flush();
  t.match(queries.slice(-2), [
    { upstream: 'app', name: 'seen.test', type: 'A', answer: '127.1.2.6' },
    { upstream: 'app', name: 'seen.test', type: 'AAAA', answer: 'no data' },
  ]);
});

t.test('the same is said over TCP, also to two queries in one segment', async (t) => {
  await script('tcp.test', HEALTHY_NAME, '127.1.2.7', 'app');
  const socket = connect({ host: resolver.host, port: resolver.port });
  t.teardown(() => socket.destroy());
  const query = (id: number) => streamEncode({ type: 'query', id, questions: [{ type: 'A', name: 'tcp.test' }] });
  socket.write(Buffer.concat([query(1), query(2)]));
  let received = Buffer.alloc(0);
  while (received.length < 2 || received.length < 2 * (2 + received.readUInt16BE())) {
    const [piece] = (await once(socket, 'data')) as [Buffer];
    received = Buffer.concat([received, piece]);
  }
  const second = received.subarray(2 + received.readUInt16BE());
  t.match(streamDecode(received), { id: 1, answers: [{ data: '127.1.2.7' }] });
  t.match(decode(second.subarray(2)), { id: 2, answers: [{ data: '127.1.2.7' }] });
});

t.test('what is no DNS message is passed over', async (t) => {
  await script('alive.test', HEALTHY_NAME, '127.1.2.8', 'app');
  t.equal(await ask(resolver, Buffer.from([1, 2, 3]), 'A', 250), null);
  t.match((await ask(resolver, 'alive.test'))?.answers, [{ data: '127.1.2.8' }]);
});
