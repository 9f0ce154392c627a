import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { decode } from 'dns-packet';
import t from 'tap';
import dnsFamilyDead from '../../harness/faults/dns-family-dead.ts';
import { dnsBench, OWN } from './dns-bench.ts';

const arm = await dnsBench(t);

/** The upstream: it listens on its own IPv4 address alone. */
const server = createServer((socket) => socket.end()).listen(0, OWN);
await once(server, 'listening');
const { port } = server.address() as { port: number };
t.teardown(() => server.close());

/** What a connect to the only address in an answer meets. */
async function leads(octets: Buffer | null): Promise<[address: string, met: string]> {
  const [answer] = decode(octets ?? Buffer.alloc(0)).answers ?? [];
  const host = answer && 'data' in answer ? String(answer.data) : '';
  const socket = connect(port, host);
  try {
    await once(socket, 'connect');
    return [host, 'connected'];
  } catch (error) {
    return [host, (error as NodeJS.ErrnoException).code ?? String(error)];
  } finally {
    socket.destroy();
  }
}

t.test('dns-family-dead: A leads to the upstream, and AAAA to where nothing listens', async (t) => {
  const name = await arm(t, dnsFamilyDead);
  t.same(await leads(await name.udp('A')), [OWN, 'connected']);
  const [address, met] = await leads(await name.udp('AAAA'));
  t.equal(address, '::1');
  t.not(met, 'connected');
  await name.fired();
});

t.test('dns-family-dead: A leads to where nothing listens, and AAAA to the upstream', async (t) => {
  const name = await arm(t, dnsFamilyDead, { dead: 'IPv4' });
  t.same(await leads(await name.udp('A')), ['127.0.0.66', 'ECONNREFUSED']);
  t.same(await leads(await name.udp('AAAA')), ['::ffff:7f01:203', 'connected'], `${OWN}, IPv4-mapped`);
  await name.fired();
});
