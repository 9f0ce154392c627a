import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Effect } from '../../../../harness/core/effect.ts';
import type { Observation } from '../../../../harness/core/evidence.ts';
import { everyQuery, HEALTHY_NAME, type NameScript } from '../../../../harness/core/name-script.ts';
import { HEALTHY } from '../../../../harness/core/script.ts';
import { probe } from '../../../../harness/network/probe.ts';
import { LocalGround } from '../../../../harness/runtimes/local/local-ground.ts';
import { bringUpLoopback, RESOLVER, setUpSandbox } from '../../../../harness/runtimes/local/set-up-sandbox.ts';
import { arm } from '../../../../harness/runtimes/worker/arm.ts';
import { UpstreamHandle } from '../../../../harness/runtimes/worker/upstream-handle.ts';
import { startUpstream } from '../../../../harness/upstream/upstream-process.ts';

// Runs inside a sandbox: arms one effect on a real upstream, looks at the kernel's own counters and at a raw connect, and
// prints what it saw as one line of JSON.

const [sandbox = '', dir = '', effectText = ''] = process.argv.slice(2);
const effect = JSON.parse(effectText) as Effect;
await bringUpLoopback(JSON.parse(sandbox));
await setUpSandbox(JSON.parse(sandbox), dir);
await using program = await startUpstream();
await program.control.resolver(RESOLVER);

const address = { host: '127.2.0.1', port: 3000 };
const host = 'app.proof.gatecrash.test';
const ground = new LocalGround({ dir, sandbox: JSON.parse(sandbox), range: 1 }, program, []);
const handle = await UpstreamHandle.own(
  { key: 'proof', address, authority: null, names: [] },
  async () => await ground.startUpstream(),
);
const seen: Observation[] = [];
handle.onObservation((event) => seen.push(event));
program.control.onObservation((event) => seen.push(event));
const say = async (script: NameScript) =>
  await program.control.name(host, { script, upstream: 'proof', address: address.host });
await say(everyQuery(HEALTHY_NAME));

await handle.follow(HEALTHY);
const before = { ...counters(), connect: (await probe(address)).result, name: await resolve() };
const listen = { host: '127.1.0.1', port: 8080 };
const observe = (event: Observation) => seen.push(event);
const armed = await arm({ ground, address, listen, handle, resolver: { name: host, say }, observe }, effect);
const socket = connect(address);
socket.on('error', () => {});
const name = await resolve();
const states = tcpStates(address.host);
// Only a fault of packets lets a request through.
const exchange = effect.place === 'network' ? await exchangeWithin(2500) : null;
const during = { ...counters(), connect: armed.probes[0]?.result ?? null, name, states, exchange };
socket.destroy();
await armed.disarm();
const hits = armed.probes.at(-1)?.result ?? null;
await handle.follow(HEALTHY);
const after = { connect: (await probe(address)).result, name: await resolve(), answer: await ask() };
await program.control.flush();
await handle.end();
process.stdout.write(
  `${JSON.stringify({ before, during, hits, after, seen: seen.map((event) => event.kind) })}\n`,
  () => process.exit(0),
);

async function resolve(): Promise<string> {
  return await lookup(host).then(
    ({ address: found }) => found,
    (error: NodeJS.ErrnoException) => error.code ?? error.message,
  );
}

async function ask(): Promise<string> {
  const client = connect(address);
  client.end('GET / HTTP/1.1\r\nHost: proof\r\nConnection: close\r\n\r\n');
  const pieces: Buffer[] = [];
  client.on('data', (piece: Buffer) => pieces.push(piece));
  await once(client, 'close');
  return Buffer.concat(pieces).toString('latin1').split('\r\n')[0] ?? '';
}

/** What came of a request: its status line, how many bytes of body, after how long, and whether the body was whole. */
async function exchangeWithin(limit: number): Promise<{ head: string; body: number; ms: number; ended: boolean }> {
  const started = performance.now();
  const client = connect(address);
  client.on('error', () => {});
  client.write('GET / HTTP/1.1\r\nHost: proof\r\n\r\n');
  let text = '';
  let length = Number.POSITIVE_INFINITY;
  const whole = Promise.withResolvers<boolean>();
  client.setEncoding('latin1').on('data', (piece: string) => {
    text += piece;
    length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? length);
    if (bodyOf(text).length >= length) whole.resolve(true);
  });
  const patience = setTimeout(() => whole.resolve(false), limit);
  const ended = await whole.promise;
  clearTimeout(patience);
  client.destroy();
  return { head: text.split('\r\n')[0] ?? '', body: bodyOf(text).length, ms: performance.now() - started, ended };
}

function bodyOf(text: string): string {
  const end = text.indexOf('\r\n\r\n');
  return end < 0 ? '' : text.slice(end + 4);
}

/** ICMP destination-unreachable messages sent and SYNs dropped at a full listener, in this network namespace. */
function counters(): { icmpUnreachable: number; listenOverflows: number } {
  return {
    icmpUnreachable: counter('/proc/net/snmp', 'Icmp', 'OutDestUnreachs'),
    listenOverflows: counter('/proc/net/netstat', 'TcpExt', 'ListenOverflows'),
  };
}

function counter(file: string, group: string, name: string): number {
  const [names, values] = readFileSync(file, 'latin1')
    .split('\n')
    .filter((line) => line.startsWith(`${group}:`))
    .map((line) => line.split(' '));
  return Number(values?.[names?.indexOf(name) ?? -1] ?? 0);
}

/** States of the TCP sockets whose peer is the address, as the kernel writes them: 01 established, 02 SYN sent. */
function tcpStates(peer: string): string[] {
  const hex = Buffer.from(peer.split('.').map(Number)).reverse().toString('hex').toUpperCase();
  const rows = readFileSync('/proc/net/tcp', 'latin1')
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  return rows.filter(([, , remote]) => remote?.startsWith(`${hex}:`)).map(([, , , code]) => code ?? '');
}
