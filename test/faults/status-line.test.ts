import t from 'tap';
import statusLine from '../../harness/faults/status-line.ts';
import { Bench } from '../upstream/bench.ts';
import { RawPeer } from '../upstream/raw-peer.ts';
import { arm, fired } from './arm.ts';

const bench = await Bench.start();
t.teardown(() => bench.process.stop());

const REST = '\r\nContent-Type: text/plain\r\nContent-Length: 6\r\nConnection: close\r\n\r\nhello\n';

/** Each fault, its parameters, and all that the peer sees before `REST`. */
const SEEN: readonly (readonly [name: string, params: object, begin: string])[] = [
  ['status-line-version', {}, 'HTTP/9.9 200 OK'],
  ['status-line-version', { version: '2.0' }, 'HTTP/2.0 200 OK'],
  ['status-line-protocol', {}, 'ICY 200 OK'],
  ['status-line-protocol', { protocol: 'http/1.1' }, 'http/1.1 200 OK'],
  ['status-line-no-reason', {}, 'HTTP/1.1 200'],
  ['status-line-not-numeric', {}, 'HTTP/1.1 abc OK'],
  ['status-line-digits', {}, 'HTTP/1.1 20 OK'],
  ['status-line-digits', { status: '2000' }, 'HTTP/1.1 2000 OK'],
  ['status-line-below-100', {}, 'HTTP/1.1 000 Odd'],
  ['status-line-below-100', { status: '099' }, 'HTTP/1.1 099 Odd'],
  ['status-line-above-599', {}, 'HTTP/1.1 999 Odd'],
  ['status-line-above-599', { status: 600 }, 'HTTP/1.1 600 Odd'],
  ['status-line-second', {}, '\r\nHTTP/1.1 200 OK'],
  ['status-line-second', { first: 'log' }, 'app: ready\r\nHTTP/1.1 200 OK'],
];

for (const [name, params, begin] of SEEN) {
  t.test(`${name} ${JSON.stringify(params)}: a response that begins with ${JSON.stringify(begin)}`, async (t) => {
    const fault = statusLine.find((one) => one.name === name);
    if (!fault) throw new Error(`no fault is named ${name}`);
    const up = await arm<unknown>(bench, fault, params);
    using peer = await RawPeer.asking(up.address);
    t.equal(await peer.ended, 'fin');
    t.equal(peer.text, begin + REST);
    await fired<unknown>(t, fault, up);
  });
}

t.test('every odd status line has its proof', (t) => {
  t.same([...new Set(SEEN.map(([name]) => name))].sort(), statusLine.map(({ name }) => name).sort());
  t.end();
});

t.test('a version or status that would not be odd in this way is refused', (t) => {
  const refused = (name: string, params: object) =>
    t.equal(statusLine.find((one) => one.name === name)?.params.safeParse(params).success, false, name);
  refused('status-line-version', { version: '9' });
  refused('status-line-above-599', { status: 599 });
  refused('status-line-above-599', { status: 1000 });
  refused('status-line-digits', { status: '200' });
  t.end();
});
