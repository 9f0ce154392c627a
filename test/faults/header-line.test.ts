import t from 'tap';
import headerLine from '../../harness/faults/header-line.ts';
import { Bench } from '../upstream/bench.ts';
import { RawPeer } from '../upstream/raw-peer.ts';
import { arm, fired } from './arm.ts';

const bench = await Bench.start();
t.teardown(() => bench.process.stop());

const REST = 'Content-Type: text/plain\r\nContent-Length: 6\r\nConnection: close\r\n\r\nhello\n';

/** Each fault, its parameters, and every octet that the peer sees. */
const SEEN: readonly (readonly [name: string, params: object, all: string])[] = [
  ['header-line-no-colon', {}, `HTTP/1.1 200 OK\r\nX-Note hello\r\n${REST}`],
  ['header-line-space-in-name', {}, `HTTP/1.1 200 OK\r\nX Note: hello\r\n${REST}`],
  ['header-line-space-before-colon', {}, `HTTP/1.1 200 OK\r\nX-Note : hello\r\n${REST}`],
  ['header-line-no-name', {}, `HTTP/1.1 200 OK\r\n: hello\r\n${REST}`],
  ['header-line-control-byte', {}, `HTTP/1.1 200 OK\r\nX-Note: be\x01fo\x1b[31mre\r\n${REST}`],
  ['header-line-control-byte', { where: 'reason' }, `HTTP/1.1 200 be\x01fo\x1b[31mre\r\n${REST}`],
  ['header-line-bare-cr', {}, `HTTP/1.1 200 OK\r\nX-Note: be\rX-Evil: fore\r\n${REST}`],
  ['header-line-high-bytes', {}, `HTTP/1.1 200 OK\r\nX-Note: caf\xe9 \xc3\xa9\r\n${REST}`],
  ['header-line-folded', {}, `HTTP/1.1 200 OK\r\nX-Note: hello\r\n folded\r\n${REST}`],
  ['header-line-leading-space', {}, `HTTP/1.1 200 OK\r\n X-Note: hello\r\n${REST}`],
  ['header-line-bare-lf', {}, `HTTP/1.1 200 OK\r\n${REST}`.replaceAll('\r', '')],
];

for (const [name, params, all] of SEEN) {
  t.test(`${name} ${JSON.stringify(params)}: these octets, then FIN`, async (t) => {
    const fault = headerLine.find((one) => one.name === name);
    if (!fault) throw new Error(`no fault is named ${name}`);
    const up = await arm<unknown>(bench, fault, params);
    using peer = await RawPeer.asking(up.address);
    t.equal(await peer.ended, 'fin');
    t.equal(peer.text, all);
    await fired<unknown>(t, fault, up);
  });
}

t.test('every odd header line has its proof', (t) => {
  t.same([...new Set(SEEN.map(([name]) => name))].sort(), headerLine.map(({ name }) => name).sort());
  t.end();
});
