import t from 'tap';
import type { Fault } from '../../harness/core/fault.ts';
import { hpackField } from '../../harness/core/hpack-field.ts';
import { loadFolder } from '../../harness/core/registry.ts';
import { Bench } from '../upstream/bench.ts';
import { RawPeer } from '../upstream/raw-peer.ts';
import { arm, fired } from './arm.ts';

const bench = await Bench.start();
t.teardown(() => bench.process.stop());
const FAULTS = await loadFolder<Fault>('faults');

const TYPES = [
  'DATA',
  'HEADERS',
  'PRIORITY',
  'RST_STREAM',
  'SETTINGS',
  'PUSH',
  'PING',
  'GOAWAY',
  'WINDOW',
  'CONTINUATION',
];
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const SETTINGS = frame(4, 0, 0, '');

function frame(type: number, flags: number, stream: number, payload: string): Buffer {
  const octets = Buffer.from(payload, 'hex');
  const header = Buffer.alloc(9);
  header.writeUIntBE(octets.length, 0, 3);
  header.writeUInt8(type, 3);
  header.writeUInt8(flags, 4);
  header.writeUInt32BE(stream, 5);
  return Buffer.concat([header, octets]);
}

/** A request on stream 1; END_STREAM where it has no content to come. */
function asks(method = 'GET', end = true): Buffer {
  const fields = {
    ':method': method,
    ':scheme': 'http',
    ':path': '/report',
    ':authority': 'a',
    'x-gatecrash-id': 'q1',
  };
  const section = Object.entries(fields).map(([name, value]) => hpackField(name, value));
  return frame(1, end ? 5 : 4, 1, section.join(''));
}

/** The frames in some octets, one line each: type, flags, stream, and the payload in hex where it is short. */
function framesIn(octets: Buffer): string[] {
  const lines: string[] = [];
  for (let at = 0; at + 9 <= octets.length; ) {
    const length = octets.readUIntBE(at, 3);
    const [type = 0, flags = 0] = octets.subarray(at + 3, at + 5);
    const payload = octets.subarray(at + 9, at + 9 + length);
    const shown = type === 1 || type === 9 ? payload.toString('latin1') : payload.toString('hex');
    lines.push(`${TYPES[type]} ${flags} on ${octets.readUInt32BE(at + 5)}: ${shown}`);
    at += 9 + length;
  }
  return lines;
}

interface Expected {
  readonly params?: object;
  /** What the client sends behind its preface and SETTINGS. */
  readonly sends?: Buffer;
  /** Frames that must be there, in this order, others between them. */
  readonly frames: readonly RegExp[];
  readonly never?: RegExp;
  readonly ends?: 'fin';
}

const ROWS: Readonly<Record<string, Expected>> = {
  'http2-goaway-at-once': { sends: Buffer.alloc(0), frames: [/^GOAWAY 0 on 0: 0{16}$/], ends: 'fin' },
  'http2-goaway-open-stream': { frames: [/^GOAWAY 0 on 0: 0{16}$/], never: /HEADERS/, ends: 'fin' },
  'http2-stream-refused': { frames: [/^RST_STREAM 0 on 1: 00000007$/], never: /HEADERS/ },
  'http2-stream-reset-mid-body': {
    params: { after: '3B' },
    frames: [/^HEADERS 4 on 1: .*:status.200/s, /^DATA 0 on 1: 787878$/, /^RST_STREAM 0 on 1: 00000002$/],
  },
  'http2-stream-data-after-end': { frames: [/^DATA 1 on 1: 68656c6c6f$/, /^DATA 0 on 1: 616e64206d6f7265$/] },
  'http2-frame-invalid': { frames: [/^SETTINGS 0 on 0: $/, /^DATA 0 on 0: 68656c6c6f$/] },
  'http2-settings-never-acknowledged': { frames: [/^SETTINGS 0/, /^HEADERS 4 on 1/, /^DATA 1/], never: /^SETTINGS 1/ },
  'http2-settings-window-zero': {
    sends: Buffer.concat([asks('POST', false), frame(0, 0, 1, '00'.repeat(100))]),
    frames: [/^SETTINGS 0 on 0: 000400000000$/, /^SETTINGS 1/],
    never: /^WINDOW/,
  },
  'http2-settings-no-streams': { frames: [/^SETTINGS 0 on 0: 000300000000$/, /^RST_STREAM 0 on 1: 00000007$/] },
  'http2-head-hpack-corrupt': { frames: [/^HEADERS 5 on 1: \x80$/] },
  'http2-head-malformed': { frames: [/^HEADERS 5 on 1: (?!.*:status).*text\/plain/s] },
  'http2-flood-ping': {
    params: { times: 3 },
    sends: Buffer.concat([frame(6, 0, 0, '0102030405060708'), asks()]),
    frames: [/^PING 0/, /^PING 0/, /^PING 0 on 0: (70){8}$/, /^HEADERS 4 on 1/],
    never: /^PING 1/,
  },
  'http2-flood-continuation': {
    params: { times: 2 },
    frames: [/^HEADERS 0 on 1: /, /^CONTINUATION 0 on 1: .*x-flood.*y{4000}$/s, /^CONTINUATION 0 on 1: /],
  },
  'http2-content-length-mismatch': {
    params: { length: '9B', sent: '2B' },
    frames: [/^HEADERS 4 on 1: .*content-length.9/s, /^DATA 1 on 1: 7878$/],
  },
  'grpc-status-unavailable': { frames: [/^HEADERS 5 on 1: .*:status.200.*grpc-status.14/s], never: /^DATA/ },
  'grpc-trailers-missing': { frames: [/^HEADERS 4 on 1: (?!.*grpc-status)/s, /^DATA 1 on 1: 0000000003080101$/] },
};

for (const [name, { params = {}, sends = asks(), frames, never, ends }] of Object.entries(ROWS)) {
  t.test(name, async (t) => {
    const fault = FAULTS.find((one) => one.name === name);
    if (!fault) return t.fail('no such fault');
    const app = await arm(bench, fault, params);
    using peer = await RawPeer.connect(app.address);
    peer.send(Buffer.concat([PREFACE, SETTINGS, sends]));
    const wanted = frames.length;
    const inOrder = () => framesIn(peer.received).reduce((met, line) => (frames[met]?.test(line) ? met + 1 : met), 0);
    await peer.until(() => inOrder() === wanted, String(frames));
    t.equal(inOrder(), wanted);
    if (never)
      t.notOk(
        framesIn(peer.received).some((line) => never.test(line)),
        `no ${never}`,
      );
    if (ends) t.equal(await peer.ended, ends);
    if (name !== 'http2-settings-window-zero') await fired(t, fault, app);
  });
}

t.test('http2-answered-in-http1', async (t) => {
  const fault = FAULTS.find((one) => one.name === 'http2-answered-in-http1');
  if (!fault) return t.fail('no such fault');
  const app = await arm(bench, fault);
  using peer = await RawPeer.connect(app.address);
  peer.send(Buffer.concat([PREFACE, SETTINGS, asks()]));
  t.equal(await peer.ended, 'fin');
  t.match(peer.text, /^HTTP\/1\.1 400 Bad Request\r\n[\s\S]*Connection: close\r\n\r\nPRI is no method\n$/);
  await fired(t, fault, app);
});

t.test('no SETTINGS come first, and field names may be in capitals', async (t) => {
  for (const [name, params, first] of [
    ['http2-frame-invalid', { what: 'preface' }, /^DATA 0 on 0/],
    ['http2-head-malformed', { what: 'upper-case' }, /^SETTINGS 0/],
  ] as const) {
    const fault = FAULTS.find((one) => one.name === name);
    if (!fault) return t.fail('no such fault');
    const app = await arm(bench, fault, params);
    using peer = await RawPeer.connect(app.address);
    peer.send(Buffer.concat([PREFACE, SETTINGS, asks()]));
    await peer.until(() => /hello|X-Report/.test(peer.text), 'the fault');
    t.match(framesIn(peer.received)[0], first);
    await fired(t, fault, app);
  }
});

t.test('on a connection of HTTP/1 none of them happens', async (t) => {
  const fault = FAULTS.find((one) => one.name === 'http2-stream-refused');
  if (!fault) return t.fail('no such fault');
  const app = await arm(bench, fault);
  using peer = await RawPeer.asking(app.address);
  await app.seen('step', (event) => event.step === 'h2-reset');
  t.equal(peer.received.length, 0);
  t.match(fault.fired({ observations: app.observations, probes: [] }), /gateway: { http2: true }/);
});
