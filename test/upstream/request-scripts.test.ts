import t from 'tap';
import {
  HEALTHY,
  HEALTHY_REQUEST,
  REQUEST_BY_REQUEST,
  type RequestScript,
  type UpstreamScript,
  type UpstreamStep,
} from '../../harness/core/script.ts';
import { Bench } from './bench.ts';
import { get, RawPeer } from './raw-peer.ts';

const bench = await Bench.start();
t.teardown(() => bench.process.stop());

const BODY = { do: 'read', what: 'body' } as const;
const say = (body: string): RequestScript => ({ steps: [BODY, { do: 'respond', response: { body } }] });
const only = (...steps: readonly UpstreamStep[]): RequestScript => ({ steps });
const byRequest = (list: readonly RequestScript[], rest: RequestScript | null = null): UpstreamScript => ({
  connections: [],
  rest: REQUEST_BY_REQUEST,
  requests: { list, rest },
});

t.test('requests play the entry of their ordinal, on whatever connection they come', async (t) => {
  const up = await bench.upstream(byRequest([say('one'), say('two'), say('three')], HEALTHY_REQUEST));
  using first = await RawPeer.asking(up.address);
  await first.contains('\r\n\r\none');
  using second = await RawPeer.asking(up.address);
  await second.contains('\r\n\r\ntwo');
  first.send(get());
  await first.contains('\r\n\r\nthree');
  second.send(get());
  await second.contains('answered');
  t.match(await up.all('request-script'), [
    { connection: 1, request: 1, scripted: true },
    { connection: 2, request: 2, scripted: true },
    { connection: 1, request: 3, scripted: true },
    { connection: 2, request: 4, scripted: true },
  ]);
  t.match(
    up.of('step').filter((event) => event.request === 2),
    [
      { connection: 2, index: 0, step: 'read', last: false },
      { connection: 2, index: 1, step: 'respond', last: true },
    ],
  );
});

t.test('an entry that ends the connection ends it, and the next one comes on another', async (t) => {
  const up = await bench.upstream(byRequest([say('warm'), only({ do: 'reset' }), only({ do: 'close' })], say('well')));
  using first = await RawPeer.asking(up.address);
  await first.contains('warm');
  first.send(get());
  t.equal(await first.ended, 'rst');
  using second = await RawPeer.asking(up.address);
  t.equal(await second.ended, 'fin');
  using third = await RawPeer.asking(up.address);
  await third.contains('well');
});

t.test('an entry begins behind the head, and reads a body where it says so', async (t) => {
  const early = only({ do: 'respond', response: { status: 413, body: 'early' } });
  const up = await bench.upstream(byRequest([early, say('whole')]));
  const post = 'POST / HTTP/1.1\r\nHost: app\r\nContent-Length: 5\r\n\r\n';
  using peer = await RawPeer.connect(up.address);
  peer.send(post);
  await peer.contains('early');
  peer.send(`hello${post}`);
  t.ok(await peer.silentFor(250));
  peer.send('hello');
  await peer.contains('whole');
});

t.test('a request beyond the list is observed as unscripted, and its connection closed', async (t) => {
  const up = await bench.upstream(byRequest([say('one')]));
  using peer = await RawPeer.asking(up.address);
  await peer.contains('one');
  peer.send(get());
  t.equal(await peer.ended, 'fin');
  t.match(await up.seen('request-script', (event) => !event.scripted), { request: 2, connection: 1 });
});

t.test('ordinals begin anew with each script, on a connection that is open, too', async (t) => {
  const up = await bench.upstream(HEALTHY);
  using peer = await RawPeer.asking(up.address);
  await peer.contains('answered');
  await up.play(byRequest([say('one'), say('two')]));
  peer.send(get());
  await peer.contains('\r\n\r\none');
  await up.play(byRequest([say('uno')]));
  peer.send(get());
  await peer.contains('\r\n\r\nuno');
  t.match(await up.all('request-script'), [{ request: 1 }, { request: 1 }]);
});

t.test('a script of requests that cannot be is refused', async (t) => {
  const put = (requests: unknown) =>
    bench.upstream({ connections: [], rest: REQUEST_BY_REQUEST, requests } as unknown as UpstreamScript);
  await t.rejects(put({ list: {}, rest: null }), { message: /script\.requests\.list must be a list/ });
  await t.rejects(put({ list: [{ steps: [{ do: 'explode' }] }], rest: null }), {
    message: /script\.requests\.list\[0\]\.steps\[0\]\.do: there is no step explode/,
  });
  await t.rejects(put({ list: [], rest: 'healthy' }), { message: /script\.requests\.rest must be an object/ });
});

t.test('a request that is on its way when the state becomes one that does not choose is served', async (t) => {
  const up = await bench.upstream({
    ...byRequest([say('never')]),
    rest: { steps: [{ do: 'read', what: 5 }, { do: 'read', what: 'head' }, { do: 'play-request' }] },
  });
  using peer = await RawPeer.connect(up.address);
  const [begun, end] = [get().slice(0, 5), get().slice(5)];
  peer.send(begun);
  await up.seen('step', ({ step }) => step === 'read');
  await up.play(HEALTHY);
  peer.send(end);
  await peer.contains('answered');
  t.match(await up.all('request-script'), [{ scripted: true }]);
});
