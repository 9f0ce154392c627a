import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type DecodedPacket, decode, encode, RECURSION_DESIRED } from 'dns-packet';
import t from 'tap';
import type { Address } from '../../../harness/core/gateway.ts';
import { startRig } from './rig.ts';
import { answer, GET, OK } from './script.ts';

t.jobs = 4;

/** What a resolver says to the n-th query, from 1: an address, an RCODE of 1 to 5, or nothing. */
type Say = (ordinal: number) => string | number | null;

async function startResolver(say: Say) {
  const socket = createSocket('udp4');
  let asked = 0;
  socket.on('message', (packet, { port, address }) => {
    const query: DecodedPacket = decode(packet);
    asked++;
    const said = say(asked);
    if (said === null) return;
    const [question] = query.questions ?? [];
    const name = question?.name ?? '';
    const flags = RECURSION_DESIRED | (typeof said === 'number' ? said : 0);
    const answers = typeof said === 'string' && said ? [{ type: 'A' as const, name, ttl: 3600, data: said }] : [];
    socket.send(
      encode({ type: 'response', id: query.id ?? 0, flags, questions: query.questions ?? [], answers }),
      port,
      address,
    );
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const address: Address = { host: '127.0.0.1', port: socket.address().port };
  return {
    address,
    asked: () => asked,
    async [Symbol.asyncDispose]() {
      socket.close();
      await once(socket, 'close');
    },
  };
}

for (const [what, says, status, error] of [
  ['NXDOMAIN', 3, 502, 'dns_error'],
  ['SERVFAIL', 2, 502, 'dns_error'],
  ['REFUSED', 5, 502, 'dns_error'],
  ['an empty answer', '', 502, 'dns_error'],
  ['silence', null, 504, 'dns_timeout'],
] as const) {
  t.test(`${what} of the resolver is a ${status}, asked once`, async (t) => {
    await using resolver = await startResolver(() => says);
    await using rig = await startRig(answer(OK), { app: { host: 'app.test' }, resolver: resolver.address });
    const from = performance.now();
    const response = await rig.ask(GET);
    t.equal(response.status, status);
    t.match(response.head, `error=${error}\r\n`);
    t.equal(resolver.asked(), 1);
    t.ok(performance.now() - from < 1500);
  });
}

t.test('a name is resolved for every connection, whatever the TTL says', async (t) => {
  await using resolver = await startResolver((ordinal) => (ordinal === 1 ? 3 : '127.0.0.1'));
  await using rig = await startRig(answer(OK), { app: { host: 'app.test' }, resolver: resolver.address });
  const statuses = [];
  for (let time = 0; time < 3; time++) statuses.push((await rig.ask(GET)).status);
  t.strictSame(statuses, [502, 200, 200]);
  t.equal(resolver.asked(), 3);
});

t.test('an address is not asked for', async (t) => {
  await using resolver = await startResolver(() => 3);
  await using rig = await startRig(answer(OK), { resolver: resolver.address });
  t.equal((await rig.ask(GET)).status, 200);
  t.equal(resolver.asked(), 0);
});
