import t from 'tap';
import { request } from 'undici';
import { ProblemError } from '../../harness/core/problem.ts';
import { HEALTHY } from '../../harness/core/script.ts';
import { UpstreamControl } from '../../harness/upstream/control-client.ts';
import { Bench } from './bench.ts';
import { get, RawPeer } from './raw-peer.ts';
import { startProgram } from './start-program.ts';

const bench = await Bench.start();
t.teardown(() => bench.process.stop());
const { control } = bench.process;
const ANY = { host: '127.0.0.1', port: 0 };

/** The code of the ProblemError that a promise rejects with. */
async function problemOf(promise: Promise<unknown>): Promise<{ code: unknown; message: string } | null> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProblemError)) return null;
  return { code: (error.cause as { code?: unknown }).code, message: error.message };
}

t.test('an address that is taken is refused with its errno', async (t) => {
  const up = await bench.upstream(HEALTHY);
  const listen = up.address;
  t.match(await problemOf(control.put('taken', { listen, script: HEALTHY })), { code: 'EADDRINUSE' });
  const foreign = { host: '203.0.113.1', port: 80 };
  t.match(await problemOf(control.put('taken', { listen: foreign, script: HEALTHY })), { code: 'EADDRNOTAVAIL' });
  await control.remove('taken');
});

t.test('a body that makes no sense is refused with the place', async (t) => {
  const bad = (body: unknown) => problemOf(control.put('bad', body as Parameters<typeof control.put>[1]));
  const script = { connections: [], rest: { steps: [{ do: 'explode' }] } };
  t.match(await bad({ listen: ANY, script }), { message: /script\.rest\.steps\[0\]\.do: there is no step explode/ });
  t.match(await bad({ listen: 'x', script: HEALTHY }), { message: /listen must be an object/ });
  t.match(await bad({ listen: ANY }), { message: /script must be an object/ });
  t.match(await bad({ listen: ANY, script: HEALTHY, backlog: 0 }), { message: /backlog must be 1 or more/ });
  t.match(await bad(undefined), { message: /the body must be an object/ });
});

t.test('listen null closes the listener, gives idle connections a FIN, and answers when they are gone', async (t) => {
  const up = await bench.upstream(HEALTHY);
  using idle = await RawPeer.asking(up.address);
  await idle.contains('answered');
  using fresh = await RawPeer.connect(up.address);
  await up.stop();
  t.equal(await idle.ended, 'fin');
  t.equal(await fresh.ended, 'fin');
  t.equal((await up.all('closed')).length, 2, 'though the peers closed nothing');
  await t.rejects(RawPeer.connect(up.address), { code: 'ECONNREFUSED' });
  await up.play(HEALTHY);
  using again = await RawPeer.asking(up.address);
  await again.contains('answered');
});

t.test('an upstream moves to another address', async (t) => {
  const up = await bench.upstream(HEALTHY);
  const before = up.address;
  up.address = { host: '127.0.0.2', port: before.port };
  await up.play(HEALTHY);
  await t.rejects(RawPeer.connect(before), { code: 'ECONNREFUSED' });
  using peer = await RawPeer.asking(up.address);
  await peer.contains('answered');
});

t.test('removal closes the listener and its connections, and is no error where there is nothing', async (t) => {
  const up = await bench.upstream(HEALTHY);
  using peer = await RawPeer.connect(up.address);
  await control.remove(up.name);
  t.equal(await peer.ended, 'fin');
  await t.rejects(RawPeer.connect(up.address), { code: 'ECONNREFUSED' });
  await control.remove(up.name);
});

t.test('after a flush all that had happened before was told', async (t) => {
  const up = await bench.upstream(HEALTHY);
  for (let round = 1; round <= 20; round += 1) {
    using peer = await RawPeer.connect(up.address);
    // On loopback the kernel has delivered it when write(2) returns.
    peer.send(get());
    t.equal((await up.all('request')).length, round);
  }
});

t.test('observations are a stream of ndjson, all since the program began', async (t) => {
  await using program = await startProgram();
  const { statusCode } = await request(`http://${program.control}/upstreams/a%2Fb`, {
    method: 'PUT',
    body: JSON.stringify({ listen: ANY, script: HEALTHY }),
  });
  t.equal(statusCode, 200);
  const status = await (await request(`http://${program.control}/`)).body.json();
  const [host = '', port] = (status as { upstreams: { 'a/b': { listen: string } } }).upstreams['a/b'].listen.split(':');
  using peer = await RawPeer.asking({ host, port: Number(port) }, '/early');
  await peer.contains('answered');
  const late = await UpstreamControl.connect(program.control);
  const kinds: string[] = [];
  await late.flush();
  late.onObservation((event) => kinds.push(event.kind));
  t.same(
    kinds,
    ['connection', 'request', 'request-end', 'step', 'sent', 'step'],
    'what came before the first listener, too',
  );
  await late.close();
});

t.test('the status shows a person what there is', async (t) => {
  await using program = await startProgram();
  const other = await UpstreamControl.connect(program.control);
  const { listen } = await other.put('app', { listen: ANY, script: HEALTHY });
  using peer = await RawPeer.asking(listen ?? ANY, '/x');
  await peer.contains('answered');
  await other.flush();
  const { help, ...status } = (await (await request(`http://${program.control}/`)).body.json()) as { help: unknown };
  t.match(help, { 'all faults': `curl ${program.control}/faults` });
  t.same(status, {
    upstreams: {
      app: {
        fault: null,
        listen: `127.0.0.1:${listen?.port}`,
        script: { connections: [], rest: 'read, answer, loop' },
        connections: { accepted: 1, open: 1 },
        requests: 1,
        seen: ['connection 1: request 1 GET /x; still open'],
      },
    },
    resolver: { listen: null, names: {} },
    observations: { kept: 6, dropped: 0 },
  });
  await other.close();
});

t.test('an unknown path and a body that is no JSON are told', async (t) => {
  await using program = await startProgram();
  const unknown = await request(`http://${program.control}/nothing`);
  t.equal(unknown.statusCode, 404);
  t.match(await unknown.body.json(), { error: { code: 'not-found', message: 'there is no GET /nothing' } });
  const broken = await request(`http://${program.control}/flush`, { method: 'POST', body: '{' });
  t.equal(broken.statusCode, 400);
  t.match(await broken.body.json(), { error: { code: 'bad-request' } });
});
