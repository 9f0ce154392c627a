import t from 'tap';
import { HEALTHY } from '../../harness/core/script.ts';
import { Bench, loop, once } from './bench.ts';
import { get, RawPeer } from './raw-peer.ts';

const bench = await Bench.start();
t.teardown(() => bench.process.stop());

const REQUEST = { do: 'read', what: 'request' } as const;
const text = (value: string) => ({ do: 'send', bytes: { text: value } }) as const;

t.test('read head goes on before the body has come, read body waits for it', async (t) => {
  const up = await bench.upstream(
    once({ do: 'read', what: 'head' }, text('head'), { do: 'read', what: 'body' }, text('body')),
  );
  using peer = await RawPeer.connect(up.address);
  peer.send('POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nab');
  await peer.contains('head');
  t.ok(await peer.silentFor(250), 'nothing is said before the body is whole');
  peer.send('cd');
  await peer.contains('body');
});

t.test('read with a number waits for so many bytes, whatever they are', async (t) => {
  const up = await bench.upstream(once({ do: 'read', what: 5 }, text('five')));
  using peer = await RawPeer.connect(up.address);
  peer.send(Buffer.from([0, 1, 2, 3]));
  t.ok(await peer.silentFor(250));
  peer.send(Buffer.from([4]));
  await peer.contains('five');
});

t.test('a client that expects 100 (Continue) is given it once the script reads the body', async (t) => {
  const up = await bench.upstream(HEALTHY);
  using peer = await RawPeer.connect(up.address);
  peer.send('PUT / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n');
  await peer.contains('HTTP/1.1 100 Continue\r\n\r\n');
  peer.send('ab');
  await peer.contains('answered PUT /\n');
  t.match(await up.seen('request-end'), { bodyBytes: 2 });
});

t.test('text is sent as latin1, hex and repeats as octets', async (t) => {
  const up = await bench.upstream(
    once(
      text('\u0080\u00ff'),
      { do: 'send', bytes: { hex: '00 0a ff' } },
      { do: 'send', bytes: { repeat: 'ab', times: 2 } },
    ),
  );
  using peer = await RawPeer.connect(up.address);
  await peer.bytes(9);
  t.equal(peer.received.toString('hex'), '80ff000aff61626162');
});

t.test('sends that follow one another come in one piece, and one behind a wait does not', async (t) => {
  const head = text('HTTP/1.1 200 OK\r\n');
  const together = await bench.upstream(once(head, text('Content-Length: 5\r\n\r\n'), text('hello')));
  for (let left = 30; left > 0; left--) {
    using peer = await RawPeer.connect(together.address);
    await peer.contains('hello');
    t.equal(peer.reads, 1);
  }
  const apart = await bench.upstream(once(head, { do: 'stall', ms: 300 }, text('\r\n')));
  using peer = await RawPeer.connect(apart.address);
  await peer.contains('\r\n\r\n');
  t.equal(peer.reads, 2);
});

t.test('a drip sends piece by piece, with the pause in between', async (t) => {
  const up = await bench.upstream(once({ do: 'drip', bytes: { text: 'abcde' }, piece: 2, every: 300 }));
  const from = performance.now();
  using peer = await RawPeer.connect(up.address);
  await peer.bytes(2);
  t.equal(peer.text, 'ab', 'the first piece comes alone');
  await peer.bytes(5);
  t.equal(peer.text, 'abcde');
  t.ok(performance.now() - from >= 550, 'two pauses lie between three pieces');
});

t.test('a stall keeps silent for its time', async (t) => {
  const up = await bench.upstream(once(text('a'), { do: 'stall', ms: 500 }, text('b')));
  using peer = await RawPeer.connect(up.address);
  await peer.bytes(1);
  t.ok(await peer.silentFor(250));
  await peer.bytes(2);
});

t.test('close sends FIN behind all bytes, reads on, and never sends RST', async (t) => {
  const up = await bench.upstream(
    once(REQUEST, { do: 'send', bytes: { repeat: 'x', times: 300_000 } }, { do: 'close' }),
  );
  using peer = await RawPeer.asking(up.address);
  t.equal(await peer.ended, 'fin');
  t.equal(peer.received.length, 300_000, 'the FIN comes behind all bytes');
  peer.send('x'.repeat(200_000));
  t.ok(await peer.silentFor(250), 'bytes after the FIN are read and provoke no RST');
  peer.fin();
  const closed = await up.seen('closed');
  t.match(closed, { by: 'our-fin', sent: 300_000 });
  t.ok(closed.received > 200_000);
});

t.test('reset sends RST, and what was delivered before it stays', async (t) => {
  const up = await bench.upstream(
    once(REQUEST, text('abc'), { do: 'await-delivery', bytes: 3, within: 60_000 }, { do: 'reset' }),
  );
  using peer = await RawPeer.asking(up.address, '/r', 'id-1');
  await peer.bytes(3);
  t.match(await up.seen('waiting'), { what: 'delivery', id: 'id-1', bytes: 3 });
  t.ok(await peer.silentFor(250), 'no RST comes before the release');
  t.equal(await up.release(1), true);
  t.equal(await peer.ended, 'rst');
  t.equal(peer.text, 'abc');
  t.match(await up.seen('closed'), { by: 'our-rst' });
  t.match(await up.seen('step', (event) => event.step === 'await-delivery'), { note: 'delivered' });
});

t.test('await-delivery goes on by itself after its time', async (t) => {
  const up = await bench.upstream(once({ do: 'await-delivery', bytes: 1, within: 300 }, text('late')));
  using peer = await RawPeer.connect(up.address);
  await peer.contains('late');
  t.match(await up.seen('step', (event) => event.step === 'await-delivery'), { note: 'bounded wait' });
});

t.test('await-controller waits for ever, until it is released', async (t) => {
  const up = await bench.upstream(once(REQUEST, { do: 'await-controller', signal: 'SIGKILL' }, text('on')));
  using peer = await RawPeer.asking(up.address, '/c', 'id-2');
  t.match(await up.seen('waiting'), { what: 'controller', id: 'id-2', signal: 'SIGKILL', connection: 1 });
  t.ok(await peer.silentFor(250));
  t.equal(await up.release(7), false, 'there is no such connection');
  await up.release(1);
  await peer.contains('on');
});

t.test('half-close sends FIN and goes on with the script', async (t) => {
  const up = await bench.upstream(once(text('bye'), { do: 'half-close' }, REQUEST, { do: 'reset' }));
  using peer = await RawPeer.connect(up.address);
  t.equal(await peer.ended, 'fin');
  t.equal(peer.text, 'bye');
  peer.send(get());
  t.match(await up.seen('step', (event) => event.step === 'reset'), { last: true });
  t.match(await up.seen('request'), { method: 'GET' });
});

t.test('hold is reached at once, keeps the connection, and ends with the peer', async (t) => {
  const up = await bench.upstream(once(REQUEST, { do: 'hold' }));
  using peer = await RawPeer.asking(up.address);
  t.match(await up.seen('step', (event) => event.step === 'hold'), { last: true });
  t.ok(await peer.silentFor(250));
  peer.fin();
  t.equal(await peer.ended, 'fin', 'the FIN is answered');
  t.match(await up.seen('closed'), { by: 'peer-fin' });
});

t.test('a peer that resets is told apart from one that closes', async (t) => {
  const up = await bench.upstream(once(REQUEST, { do: 'hold' }));
  using peer = await RawPeer.asking(up.address);
  await up.seen('request-end');
  peer.rst();
  t.match(await up.seen('closed'), { by: 'peer-rst' });
});

t.test('a peer that leaves ends a stall, and the rest of the script is not played', async (t) => {
  const up = await bench.upstream(once(REQUEST, { do: 'stall', ms: 60_000 }, text('never')));
  using peer = await RawPeer.asking(up.address);
  await up.seen('step');
  peer.fin();
  t.match(await up.seen('closed'), { by: 'peer-fin', sent: 0 });
  t.same(
    (await up.all('step')).map((event) => event.step),
    ['read'],
  );
});

t.test('interim responses come before the final one', async (t) => {
  const up = await bench.upstream(
    once(REQUEST, { do: 'interim', status: 103, headers: { Link: '</a.css>' } }, { do: 'answer' }),
  );
  using peer = await RawPeer.asking(up.address);
  await peer.contains('answered GET');
  t.ok(peer.text.startsWith('HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 200 OK\r\n'));
});

t.test('steps are observed with their place in the script', async (t) => {
  const up = await bench.upstream(loop(REQUEST, { do: 'answer' }));
  using peer = await RawPeer.asking(up.address);
  await peer.contains('answered');
  peer.send(get('/second'));
  await peer.contains('answered GET /second');
  t.same(
    (await up.all('step')).map(({ index, step, last }) => [index, step, last]),
    [
      [0, 'read', false],
      [1, 'answer', true],
      [0, 'read', false],
      [1, 'answer', true],
    ],
  );
});
