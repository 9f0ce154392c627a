import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import t from 'tap';
import { DEFAULT_SETTINGS } from '../../../harness/core/default-settings.ts';
import { programPath } from '../../../harness/core/program.ts';
import reference from '../../../harness/gateways/reference.ts';
import { ask } from '../../support/ask.ts';
import { loopbackSlot } from '../../support/loopback-slot.ts';
import { startGateway } from '../../support/start-gateway.ts';

t.jobs = 4;

const SERVER = programPath(import.meta.url, '../../../harness/gateways/reference/server');
const setup = {
  program: process.execPath,
  settings: DEFAULT_SETTINGS,
  timeouts: { connect: 1000, read: 1000 },
  resolver: null,
};

t.test('one process listens on 128 slots, and ends at once with 0', async (t) => {
  const slots = Array.from({ length: reference.slots }, (_, index) => loopbackSlot(index));
  await using gateway = await startGateway(reference, { ...setup, slots });
  t.match(JSON.parse(gateway.output()), { event: 'listening', slots: 128 });
  const { code, ms } = await gateway.stop();
  t.equal(code, 0);
  t.ok(ms < 1000);
});

t.test('it logs errors to stderr, one JSON object a line', async (t) => {
  const slot = loopbackSlot(200);
  await using gateway = await startGateway(reference, { ...setup, slots: [slot] });
  t.equal((await ask(slot.listen, { path: '/other' })).status, 502);
  await gateway.stop();
  const lines = gateway
    .output()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  t.match(lines, [
    { event: 'listening' },
    { event: 'error', error: 'connection_refused', upstream: 'other', ms: Number },
  ]);
});

t.test('on SIGHUP it goes by its new configuration, or by the old one where the new one is none', async (t) => {
  const slot = loopbackSlot(201);
  const { app } = slot.upstreams;
  const upstream = createHttpServer((_, response) => response.end('here')).listen(app.port, app.host);
  t.teardown(() => upstream.close());
  await using gateway = await startGateway(reference, { ...setup, slots: [slot] });
  const config = join(gateway.dir, 'reference.json');
  const good = readFileSync(config, 'utf8');
  const reload = async (text: string, event: string) => {
    writeFileSync(config, text);
    process.kill(gateway.pid, 'SIGHUP');
    while (!gateway.output().includes(`"${event}"`)) await new Promise((resume) => setTimeout(resume, 5));
  };
  const { upstreams } = slot;
  t.equal((await ask(slot.listen, { path: '/other' })).status, 502);
  await reload(`${good}{`, 'not-reloaded');
  t.match(gateway.output(), /JSON/);
  t.equal((await ask(slot.listen, { path: '/' })).status, 200);
  await reload(good.replaceAll(String(upstreams.other.port), String(app.port)), 'reloaded');
  t.equal((await ask(slot.listen, { path: '/other' })).status, 200);
});

t.test('it exits with 1, and says why, where it cannot start', async (t) => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  t.teardown(() => taken.close());
  const { address: host, port } = taken.address() as AddressInfo;
  const slots = [{ listen: { host, port }, upstreams: { app: { host, port }, other: { host, port } } }];
  const dir = t.testdir({ 'taken.json': JSON.stringify({ slots }), 'bad.json': '{' });
  for (const [args, message] of [
    [[], /usage/],
    [[`${dir}/none.json`], /ENOENT/],
    [[`${dir}/bad.json`], /JSON/],
    [[`${dir}/taken.json`], /EADDRINUSE/],
  ] as const) {
    const child = spawn(process.execPath, [SERVER, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
    t.equal(code, 1);
    t.match(said, message);
  }
});
