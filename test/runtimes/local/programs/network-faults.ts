import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Effect } from '../../../../harness/core/effect.ts';
import type { Observation } from '../../../../harness/core/evidence.ts';
import { HEALTHY } from '../../../../harness/core/script.ts';
import { arm } from '../../../../harness/runtimes/local/arm.ts';
import { probe } from '../../../../harness/runtimes/local/probe.ts';
import { bringUpLoopback, RESOLVER, setUpSandbox } from '../../../../harness/runtimes/local/set-up-sandbox.ts';
import { UpstreamHandle } from '../../../../harness/runtimes/local/upstream-handle.ts';
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
const handle = await UpstreamHandle.own('proof', address, () => {});
const seen: Observation[] = [];
handle.onObservation((event) => seen.push(event));
program.control.onObservation((event) => seen.push(event));
const say = async (answer: 'address' | 'NXDOMAIN' | 'SERVFAIL' | 'silence') =>
  await program.control.name(host, answer === 'address' ? { address: address.host } : answer, 'proof');
await say('address');

await handle.follow(HEALTHY);
const before = { ...counters(), connect: (await probe(address)).result, name: await resolve() };
const armed = await arm({ address, handle, resolver: { say }, observe: (event) => seen.push(event) }, effect);
const socket = connect(address);
socket.on('error', () => {});
const name = await resolve();
const states = tcpStates(address.host);
const during = { ...counters(), connect: armed.probes[0]?.result ?? null, name, states };
socket.destroy();
await armed.disarm();
await handle.follow(HEALTHY);
const after = { connect: (await probe(address)).result, name: await resolve(), answer: await ask() };
await program.control.flush();
await handle.end();
process.stdout.write(`${JSON.stringify({ before, during, after, seen: seen.map((event) => event.kind) })}\n`, () =>
  process.exit(0),
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
