import { execFileSync } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import t from 'tap';
import { arm } from '../../../harness/network/arm.ts';
import { installRules } from '../../../harness/network/rules.ts';
import { queryFor } from '../../faults/dns-bench.ts';
import { kernelCounter } from './kernel-counter.ts';

// Runs in a network namespace of its own, with a resolver that answers each datagram by itself.

const RESOLVER = { host: '127.0.0.53', port: 53 };
const UPSTREAM = '127.5.0.1';
const NAME = 'app.0.0.nginx-1.gatecrash.test';

execFileSync('ip', ['link', 'set', 'lo', 'up']);
await installRules({ output: false });
const resolver = createSocket('udp4');
resolver.on('message', (message, { address, port }) => resolver.send(message, port, address));
resolver.bind(RESOLVER.port, RESOLVER.host);
await once(resolver, 'listening');
t.teardown(() => resolver.close());

/** What a connected socket meets that sends these octets: `answered`, or an errno. */
async function meets(octets: Buffer, { host, port } = RESOLVER): Promise<string> {
  const socket = createSocket('udp4');
  try {
    socket.connect(port, host);
    await once(socket, 'connect');
    socket.send(octets);
    return await outcome(socket);
  } finally {
    socket.close();
  }
}

async function outcome(socket: Socket): Promise<string> {
  try {
    await once(socket, 'message', { signal: AbortSignal.timeout(5000) });
    return 'answered';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

t.test('resolver-down: a query for the name is refused, and others are answered', async (t) => {
  t.equal(await meets(queryFor(NAME)), 'answered', 'while it is well');
  const nobody = await meets(queryFor(NAME), { host: '127.0.0.54', port: 53 });
  t.equal(nobody, 'ECONNREFUSED', 'where nothing listens');
  const before = kernelCounter('snmp', 'IcmpMsg', 'OutType3');
  const trouble = { kind: 'resolver-closed', name: NAME } as const;
  const halves = { to: true, from: true, devices: ['lo'] };
  const armed = await arm(UPSTREAM, { place: 'network', trouble }, halves);
  t.equal(await meets(queryFor(NAME)), nobody);
  t.equal(await meets(queryFor(NAME, 'AAAA')), nobody, 'whatever is asked for');
  t.equal(kernelCounter('snmp', 'IcmpMsg', 'OutType3') - before, 2, 'by an ICMP destination unreachable each');
  for (const other of ['app.0.0.nginx-2.gatecrash.test', 'other.0.0.nginx-1.gatecrash.test', 'a.test'])
    t.equal(await meets(queryFor(other)), 'answered', other);
  t.same(await armed.disarm(), { packets: 2 });
  t.equal(await meets(queryFor(NAME)), 'answered', 'disarmed, it is answered again');
});
