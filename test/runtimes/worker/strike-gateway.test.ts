import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import t, { type Test } from 'tap';
import type { Address, Launch } from '../../../harness/core/gateway.ts';
import { ProcessGroup } from '../../../harness/runtimes/local/process-group.ts';
import { GatewayInstance } from '../../../harness/runtimes/worker/gateway-instance.ts';
import type { GatewayStart } from '../../../harness/runtimes/worker/ground.ts';
import { strikeGateway } from '../../../harness/runtimes/worker/strike-gateway.ts';
import { RawPeer } from '../../gateways/reference/raw-peer.ts';
import { workFolder } from '../../support/work-folder.ts';

const LINUX = process.platform === 'linux' ? false : 'reads /proc';

/** A master with one worker, as gateways have them: the worker tells its id and what its configuration says. */
const MASTER = `import cluster from 'node:cluster';
import { readFileSync } from 'node:fs';
const read = () => JSON.parse(readFileSync('gateway.json', 'utf8'));
cluster.setupPrimary({ exec: 'worker.mjs' });
let word = read().word;
const fork = () => cluster.fork({ WORD: word });
cluster.on('exit', (worker) => { if (!worker.exitedAfterDisconnect) fork(); });
process.on('SIGHUP', () => {
  try { word = read().word; } catch { return void console.log('refused'); }
  const old = Object.values(cluster.workers);
  fork().on('listening', () => { for (const one of old) one.send('end', () => one.disconnect()); console.log('reloaded'); });
});
process.on('SIGTERM', () => process.exit(0));
fork();
`;
/** The answer to /held ends when a reload has put another worker in this one's place; all else is answered at once. */
const WORKER = `import { createServer } from 'node:http';
createServer((request, response) => {
  response.setHeader('Connection', 'close');
  if (request.url === '/held') { response.write('begun '); process.once('message', () => response.end('over')); return; }
  response.end(process.pid + ' ' + process.env.WORD);
}).listen(Number(process.env.PORT), '127.0.0.1');
`;

/** The master as an instance that can be struck, and how its clients fare. */
async function start(t: Test) {
  const port = await freePort();
  const launch: Launch = {
    files: { 'gateway.json': '{ "word": "old" }', 'master.mjs': MASTER, 'worker.mjs': WORKER },
    command: [process.execPath, 'master.mjs'],
    stop: 'SIGTERM',
    reload: { config: 'gateway.json', by: 'SIGHUP', done: '^reloaded', refused: '^refused' },
    worker: 'worker.mjs',
  };
  const dir = await workFolder(t, {});
  const listen = { host: '127.0.0.1', port };
  const startGateway = async ({ launch: { command } }: Pick<GatewayStart, 'launch'>) =>
    new ProcessGroup(command, { cwd: dir, env: { ...process.env, PORT: String(port) } });
  const parts = { gateway: 'two', label: 'two', dir, launch, slots: [{ listen, upstreams: {} }] };
  const instance = await GatewayInstance.spawn({ startGateway }, parts);
  t.teardown(async () => await instance.kill());
  await instance.ready();
  return { instance, listen };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A client of raw octets that has asked for this. */
function ask({ host, port }: Address, path: string): RawPeer {
  const peer = new RawPeer(connect({ host, port, allowHalfOpen: true }));
  void peer.send(`GET ${path} HTTP/1.1\r\nHost: gateway\r\n\r\n`);
  return peer;
}

/** The process that answers, and what its configuration says. */
async function served(listen: Address): Promise<{ pid: number; word: string }> {
  const peer = ask(listen, '/');
  const [, pid, word] = /\b(\d+) (\w+)$/.exec(await peer.until(/\d+ (old|new)$/)) ?? [];
  peer.destroy();
  return { pid: Number(pid), word: word ?? '' };
}

t.test('kill: who has asked sees the end, the port refuses, and a restart serves on it', { skip: LINUX }, async (t) => {
  const { instance, listen } = await start(t);
  const { pid } = await served(listen);
  const client = ask(listen, '/held');
  await client.until('begun');
  t.equal(await strikeGateway(instance, 'kill'), 'done');
  t.match(await client.ended(), /fin|rst/);
  t.notMatch(client.received, 'over');
  t.same(instance.pids(), []);
  t.equal(instance.alive, false);
  const refused = connect(listen);
  t.match(await once(refused, 'error'), [{ code: 'ECONNREFUSED' }]);
  t.equal(await strikeGateway(instance, 'restart'), 'done');
  t.not((await served(listen)).pid, pid);
});

t.test('kill-worker: who has asked sees the end, and another process serves', { skip: LINUX }, async (t) => {
  const { instance, listen } = await start(t);
  const { pid } = await served(listen);
  const { leader } = instance;
  const client = ask(listen, '/held');
  await client.until('begun');
  t.equal(await strikeGateway(instance, 'kill-worker'), 'done');
  t.match(await client.ended(), /fin|rst/);
  // Without a worker this master's port is closed for a moment.
  await instance.ready();
  t.not((await served(listen)).pid, pid);
  t.equal(instance.leader, leader);
});

t.test('reload: what is under way ends well, and a new process serves', { skip: LINUX }, async (t) => {
  const { instance, listen } = await start(t);
  const { pid } = await served(listen);
  const client = ask(listen, '/held');
  await client.until('begun');
  t.equal(await strikeGateway(instance, 'reload'), 'done');
  t.match(await client.until('over'), /begun .*over/s, 'what was under way ends well');
  t.not((await served(listen)).pid, pid);
});

t.test(
  'reload-broken: the same process serves by the old configuration, which is put back',
  { skip: LINUX },
  async (t) => {
    const { instance, listen } = await start(t);
    const before = await served(listen);
    t.equal(await strikeGateway(instance, 'reload-broken'), 'refused');
    t.same(await served(listen), before);
    t.equal(await strikeGateway(instance, 'reload'), 'done', 'the good one is taken again');
  },
);

t.test('a gateway that is not there any more is gone', { skip: LINUX }, async (t) => {
  const { instance } = await start(t);
  await instance.kill();
  t.equal(await strikeGateway(instance, 'kill-worker'), 'gone');
});
