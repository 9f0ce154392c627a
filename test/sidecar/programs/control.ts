import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { request } from 'undici';
import { ProblemError } from '../../../harness/core/problem.ts';
import { SidecarControl } from '../../../harness/sidecar/control-client.ts';
import { listenRaw } from '../../network/programs/raw-listener.ts';

// Runs in a network namespace of its own, with sidecar programs in it: one at a time, for each has the rules to itself.

const MAIN = fileURLToPath(new URL('../../../harness/sidecar/main.ts', import.meta.url));
const SERVICE = { host: '127.0.0.1', port: 3000 };
const OTHER = { host: '127.0.0.1', port: 3001 };

execFileSync('ip', ['link', 'set', 'lo', 'up']);
const listeners = await Promise.all([SERVICE, OTHER].map(({ host, port }) => listenRaw(host, port)));
t.teardown(() => Promise.all(listeners.map((one) => one[Symbol.asyncDispose]())));

async function start(...args: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { control: address } = JSON.parse(line) as { control: string };
  const control = new SidecarControl(address);
  const raw = async (method: 'GET' | 'PUT' | 'DELETE' | 'POST', path: string, body = '') => {
    const answer = await request(`http://${address}${path}`, { method, body: method === 'GET' ? null : body });
    return { status: answer.statusCode, value: (await answer.body.json()) as unknown };
  };
  const stop = async () => {
    child.kill('SIGTERM');
    await control.close();
    return (await exited)[0] as number | null;
  };
  return { child, exited, control, raw, stop };
}

const table = () => execFileSync('nft', ['list', 'tables'], { encoding: 'utf8' });

t.test('a fault is put on by its name, by its name with parameters, or as an effect', async (t) => {
  const { raw, stop } = await start();
  const put = async (body: string) => (await raw('PUT', '/faults/198.18.3.4', body)).value;
  t.match(await put('firewall-drop'), { effect: { place: 'firewall', verdict: 'drop' } });
  t.match(await put('packet-loss\n'), { effect: { trouble: { kind: 'loss', percent: 30 } } });
  t.match(await put('{"fault":"packet-loss","percent":10}'), { effect: { trouble: { percent: 10 } } });
  t.match(await put('{"place":"route","type":"prohibit"}'), { address: '198.18.3.4', effect: { place: 'route' } });
  t.match((await raw('GET', '/')).value, { faults: { '198.18.3.4': { effect: { type: 'prohibit' }, packets: 0 } } });
  t.same((await raw('DELETE', '/faults/198.18.3.4')).value, { packets: 0 });
  t.same((await raw('DELETE', '/faults/198.18.3.4')).value, { packets: 0 }, 'and nothing is there to take away');
  t.match((await raw('GET', '/')).value, { faults: {} });
  await stop();
});

t.test('what makes no sense is refused with the place and a hint', async (t) => {
  const { raw, stop } = await start();
  const refusal = async (address: string, body: string) => {
    const { status, value } = await raw('PUT', `/faults/${address}`, body);
    return `${status} ${(value as { error: { message: string } }).error.message}`;
  };
  t.equal(await refusal('*', 'firewal-drop'), '400 unknown fault "firewal-drop": did you mean "firewall-drop"?');
  t.match(await refusal('*', 'body-stalls'), /^400 body-stalls happens at the script, out of a sidecar's reach$/);
  t.match(await refusal('*', '{"fault":"packet-loss","percent":100}'), /^400 packet-loss: percent: /);
  t.match(await refusal('*', '{"fault":"packet-loss","percnt":10}'), /^400 packet-loss: .*percnt/);
  t.match(await refusal('*', '{"place":"firewall","verdict":"explode"}'), /^400 body\.verdict: /);
  t.match(await refusal('*', '{"place":"dns","answer":"silence"}'), /^400 body\.place: /);
  t.match(await refusal('*', '{'), /^400 the body is no JSON: /);
  t.match(await refusal('*', ''), /^400 the body is empty/);
  t.equal(await refusal('localhost', 'firewall-drop'), '400 "localhost" is no address of a fault');
  t.match(await refusal('%zz', 'firewall-drop'), /^400 .* is not URL-encoded/);
  t.match(await refusal('*?half=both', 'firewall-drop'), /^400 half=both: must be to or from/);
  t.match(await refusal('*', 'route-unreachable'), /^400 a route is for one address/);
  t.match(await raw('GET', '/nothing'), { status: 404, value: { error: { message: 'there is no GET /nothing' } } });
  t.match(await raw('POST', '/probe', '{"host":"app","port":1}'), { status: 400 });
  t.match(await raw('PUT', '/addresses', '{"prefix":"198.18.0.0/99"}'), { status: 400 });
  t.match(await raw('PUT', '/routes', '{"prefix":"198.18.0.0/16","via":"gateway"}'), { status: 400 });
  t.match(await raw('POST', '/accept-queue', '{"host":"127.0.0.1","port":9}'), { status: 409 });
  t.match((await raw('GET', '/')).value, { faults: {}, addresses: [], routes: {}, acceptQueues: {} });
  await stop();
});

t.test('a new fault takes the place of the one before, and the count starts anew', async (t) => {
  const { control, stop } = await start();
  await control.armFault('127.0.0.1:3000', 'firewall-prohibited');
  t.equal((await control.probe(SERVICE)).result, 'EHOSTUNREACH');
  await control.arm('127.0.0.1:3000', { place: 'firewall', verdict: 'tcp-reset' });
  t.equal((await control.probe(SERVICE)).result, 'ECONNREFUSED');
  t.equal((await control.probe(SERVICE)).result, 'ECONNREFUSED');
  t.equal((await control.disarm('127.0.0.1:3000')).packets, 2);
  await Promise.all(Array.from({ length: 10 }, () => control.armFault('127.0.0.1', 'firewall-drop')));
  t.ok((await control.disarm('127.0.0.1')).packets >= 0, 'ten at once are put on one after the other');
  t.equal((await control.probe(SERVICE)).result, 'connected');
  await t.rejects(control.armFault('*', 'nonsense'), ProblemError);
  await stop();
});

t.test('with a service port, * means that port alone', async (t) => {
  const { control, stop } = await start('--service-port', '3000');
  await control.arm('*', { place: 'firewall', verdict: 'tcp-reset' });
  t.equal((await control.probe(SERVICE)).result, 'ECONNREFUSED');
  t.equal((await control.probe(OTHER)).result, 'connected');
  await stop();
});

t.test('a fault on every port of the address spares the control port', async (t) => {
  const { control, stop } = await start();
  await control.arm('127.0.0.1', { place: 'firewall', verdict: 'drop' });
  t.equal((await control.probe(SERVICE)).result, 'no answer');
  t.match(await control.status(), { faults: { '127.0.0.1': { effect: { verdict: 'drop' } } } });
  await stop();
});

t.test('SIGTERM leaves the namespace as it was found', async (t) => {
  const { control, stop } = await start();
  await control.answerFor('198.18.0.0/16');
  await control.armFault('198.18.3.4', 'bandwidth-limit');
  await control.armFault('*', 'firewall-drop');
  t.match(table(), /gatecrash/);
  t.equal(await stop(), 0);
  t.notMatch(table(), /gatecrash/);
  t.notMatch(execFileSync('tc', ['qdisc', 'show', 'dev', 'lo'], { encoding: 'utf8' }), /htb/);
  t.notMatch(execFileSync('ip', ['route', 'show', 'table', 'local'], { encoding: 'utf8' }), /198\.18/);
});

t.test('attached, it ends with its standard input', async (t) => {
  const { child, exited, control } = await start('--attached');
  child.stdin.end();
  t.same(await exited, [0, null]);
  t.notMatch(table(), /gatecrash/);
  await control.close();
});

for (const [args, message] of [
  [['--control', 'here'], /--control here is not HOST:PORT/],
  [['--service-port', '0'], /--service-port 0 is no port/],
  [['--explode'], /Unknown option '--explode'/],
] as const) {
  t.test(`${args.join(' ')} is bad usage`, async (t) => {
    const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    const said = once(child.stderr.setEncoding('utf8'), 'data');
    const exited = once(child, 'exit');
    t.match(String(await said), message);
    t.same(await exited, [2, null]);
  });
}

t.test('a control address that is taken is the fault of the machine: exit code 3', async (t) => {
  const child = spawn(process.execPath, [MAIN, '--control', '127.0.0.1:3000'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const said = once(child.stderr.setEncoding('utf8'), 'data');
  const exited = once(child, 'exit');
  t.match(String(await said), /EADDRINUSE/);
  t.same(await exited, [3, null]);
});

t.test('one that was killed leaves rules behind, and the next one begins anew', async (t) => {
  const first = await start();
  await first.control.answerFor('198.18.0.0/16');
  await first.control.armFault('127.0.0.1:3000', 'firewall-drop');
  first.child.kill('SIGKILL');
  await first.exited;
  await first.control.close();
  const { control, stop } = await start();
  t.equal((await control.probe(SERVICE)).result, 'connected');
  await control.answerFor('198.18.0.0/16');
  t.equal(await stop(), 0);
  t.notMatch(execFileSync('ip', ['route', 'show', 'table', 'local'], { encoding: 'utf8' }), /198\.18/);
});

t.test('without nft or the right to use it, it says so and ends with exit code 3', async (t) => {
  const child = spawn(process.execPath, [MAIN], { stdio: ['ignore', 'ignore', 'pipe'], env: { PATH: '/nowhere' } });
  const said = once(child.stderr.setEncoding('utf8'), 'data');
  const exited = once(child, 'exit');
  t.match(String(await said), /gatecrash sidecar: nft is not installed \(Debian package nftables\)/);
  t.same(await exited, [3, null]);
});
