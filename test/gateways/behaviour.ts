import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import type { Gateway } from '../../harness/core/gateway.ts';
import { ask } from '../support/ask.ts';
import { filesWrittenBy, processesOf } from '../support/processes.ts';
import { startBench } from './bench.ts';

/** Requests that may be stuck at once without one waiting for another: 58 for each of seven slots, or all for one. */
const STUCK = 406;

/** More than the memory that gateways set aside for a request's body, so that they need temporary files. */
const LARGE = 'x'.repeat(300_000);

/** What must be possible to upload; servers have limits of their own, some of 1 MiB. */
const UPLOAD = 'x'.repeat(8 * 1024 * 1024);

/**
 * The tests that every gateway passes: it serves its slots, keeps to its timeouts and settings, and leaves nothing
 * behind. Without its program they are skipped, or fail where GATECRASH_REQUIRE is `all`.
 */
export async function testGateway(gateway: Gateway): Promise<void> {
  const found = await gateway.find();
  if (found.found) {
    t.match(found.version, /^\d+(\.\d+)+$/, 'it tells its version');
    testTraffic(gateway, found.program);
    testClients(gateway, found.program);
    testErrors(gateway, found.program);
    testReuse(gateway, found.program);
    testTraces(gateway, found.program);
  } else if (process.env.GATECRASH_REQUIRE === 'all') {
    t.fail(found.reason);
  } else {
    t.test(gateway.title, { skip: found.reason }, () => {});
  }
}

function testTraffic(gateway: Gateway, program: string): void {
  t.test('every route of every slot leads to its own upstream, the target unchanged', async (t) => {
    await using bench = await startBench(gateway, { program });
    for (const { listen, app, other } of bench.served) {
      t.match(await ask(listen, { path: '/a%20b/c?d=%2f&e' }), { status: 200, upstream: app.name });
      t.match(app.seen, [{ target: '/a%20b/c?d=%2f&e' }]);
      t.match(await ask(listen, { path: '/other/f?g' }), { status: 200, upstream: other.name });
      t.match(other.seen, [{ target: '/other/f?g' }]);
    }
  });

  t.test('a body arrives whole, and the answer to HEAD has none', async (t) => {
    await using bench = await startBench(gateway, { program });
    const { listen, app } = bench.first;
    t.match(await ask(listen, { path: '/', method: 'POST', body: LARGE }), { status: 200, upstream: app.name });
    t.match(await ask(listen, { path: '/', method: 'HEAD' }), { status: 200, upstream: app.name, body: '' });
    t.strictSame(
      app.seen.map(({ method, body }) => [method, body.length]),
      [
        ['POST', LARGE.length],
        ['HEAD', 0],
      ],
    );
  });
}

function testClients(gateway: Gateway, program: string): void {
  t.test('an upload of 8 MiB arrives whole, announced by Expect or not', async (t) => {
    await using bench = await startBench(gateway, { program, read: 5000 });
    const { listen, app } = bench.first;
    const announced: Readonly<Record<string, string>>[] = [{}, { expect: '100-continue' }];
    for (const headers of announced) {
      t.match(await ask(listen, { path: '/', method: 'PUT', body: UPLOAD, headers }), { status: 200 });
      t.equal(app.seen.at(-1)?.body.length, UPLOAD.length);
    }
  });

  t.test('a client of HTTP/1.0 that names no host is answered', async (t) => {
    await using bench = await startBench(gateway, { program });
    const { listen, app } = bench.first;
    const client = connect(listen.port, listen.host);
    client.write('GET /old HTTP/1.0\r\n\r\n');
    t.teardown(() => client.destroy());
    let answer = '';
    for await (const piece of client) {
      answer += piece;
      if (answer.includes(`hello from ${app.name}`)) break;
    }
    t.match(answer, /^HTTP\/1\.[01] 200 [\s\S]*\r\n\r\nhello from/);
  });
}

function testErrors(gateway: Gateway, program: string): void {
  t.test('a refused connection is an error at once, every time, and no other slot notices', async (t) => {
    await using bench = await startBench(gateway, { program });
    for (const path of ['/', '/', '/other', '/']) {
      const { status, ms } = await ask(bench.deserted.listen, { path });
      t.ok(status >= 500 && status <= 504, `status ${status}`);
      t.ok(ms < 500, `after ${Math.round(ms)} ms`);
    }
    t.match(await ask(bench.first.listen, { path: '/' }), { status: 200 });
  });

  t.test('a silent upstream is an error after the read timeout, and is asked once', async (t) => {
    await using bench = await startBench(gateway, { program });
    const { read } = gateway.timeouts ?? { read: 1000 };
    const { status, ms } = await ask(bench.first.listen, { path: '/held' });
    t.ok(status >= 500 && status <= 504, `status ${status}`);
    // A clock of whole seconds may end one too early.
    t.ok(ms > Math.min(0.6 * read, 700) && ms < read + 1000, `after ${Math.round(ms)} ms`);
    t.equal(bench.first.app.seen.length, 1);
  });
}

function testReuse(gateway: Gateway, program: string): void {
  for (const keepalive of gateway.features.includes('keepalive') ? [true, false] : [false]) {
    t.test(`with keepalive ${keepalive} requests ${keepalive ? 'share' : 'never share'} a connection`, async (t) => {
      await using bench = await startBench(gateway, { program, keepalive });
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      t.teardown(() => agent.destroy());
      for (const path of ['/1', '/2', '/3']) await ask(bench.first.listen, { path, agent });
      const connections = bench.first.app.seen.map(({ connection }) => connection);
      t.equal(connections.length, 3);
      // Not from 1: some gateways try at start who listens.
      t.equal(new Set(connections).size, keepalive ? 1 : 3);
    });
  }
}

function testTraces(gateway: Gateway, program: string): void {
  t.test(`${STUCK} requests are stuck at once, and the stop does not wait for them`, async (t) => {
    await using bench = await startBench(gateway, { program, read: 3000 });
    const answers = bench.served.flatMap(({ listen }) =>
      Array.from({ length: STUCK / bench.served.length }, () =>
        ask(listen, { path: '/held' }).then(
          ({ status }) => status,
          () => 'cut',
        ),
      ),
    );
    const tooEarly = Promise.race(answers).then((status) =>
      Promise.reject(new Error(`${status} before all were there`)),
    );
    await Promise.race([
      Promise.all(bench.served.map(({ app }) => app.untilHeld(STUCK / bench.served.length))),
      tooEarly,
    ]);
    bench.first.app.release();
    t.equal(await answers[0], 200);

    const stopped = await bench.gateway.stop();
    t.match(stopped, { code: 0, signal: null, killed: false }, `it ended after ${Math.round(stopped.ms)} ms`);
    t.strictSame(processesOf(bench.gateway.pid), [], 'no process is left');
    await Promise.all(answers);
  });

  t.test('it writes to its own folder only', async (t) => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'gatecrash-elsewhere-'));
    t.teardown(() => rmSync(elsewhere, { recursive: true }));
    await using bench = await startBench(gateway, { program, env: { HOME: elsewhere, TMPDIR: elsewhere } });
    await ask(bench.first.listen, { path: '/', method: 'POST', body: LARGE });
    await ask(bench.deserted.listen, { path: '/' });
    const processes = processesOf(bench.gateway.pid);
    t.ok(processes.length > 0, 'its processes can be looked into');
    const inside = `${bench.gateway.dir}/`;
    t.strictSame(
      processes.flatMap(filesWrittenBy).filter((path) => !path.startsWith(inside)),
      [],
    );
    await bench.gateway.stop();
    t.strictSame(readdirSync(elsewhere), []);
  });
}
