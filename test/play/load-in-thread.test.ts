import type { Socket } from 'node:net';
import t, { type Test } from 'tap';
import { OWN_WAY } from '../../harness/core/gateway.ts';
import { LoadInThread, type LoadListener } from '../../harness/play/load-in-thread.ts';
import type { LoadJob } from '../../harness/play/load-job.ts';
import { get, rawServer } from '../client/raw-server.ts';

const HELLO = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello';
const QUIET: LoadListener = { received: () => {}, forget: async () => {} };
const NEVER = new AbortController().signal;

async function jobOf(t: Test, answer: (socket: Socket) => void, load: { rate: number; duration: number }) {
  const listen = await rawServer(t, (socket) => socket.on('data', () => answer(socket)));
  const { method, target, version, headers, body, chunked, trailers } = get({ id: '' });
  const request = { client: 'client', fresh: false, method, target, version, headers, body, chunked, trailers };
  const spec = { request: { ...request, abort: null }, ...load };
  const before = { connections: 7, requests: 70 };
  const job: LoadJob = {
    ...{ spec, listen, way: OWN_WAY, phase: 'steps', upstream: 'app', fault: 'latency', step: 'steps.1' },
    ...{ patience: 5000, before },
  };
  return job;
}

t.test('a thread of its own plays a load, and hands over what came of it', async (t) => {
  const job = await jobOf(t, (socket) => socket.write(HELLO), { rate: 100, duration: 200 });
  const bodies = new Map<string, number>();
  const forgotten = new Set<string>();
  await using load = new LoadInThread(job, {
    received: (id, bytes) => bodies.set(id, bytes),
    forget: async (ids) => {
      for (const id of ids) forgotten.add(id);
    },
  });
  const { samples, kept } = await load.toEnd(NEVER);
  t.equal(samples.length, 20);
  t.ok(samples.every(({ status, sound }) => status === 200 && sound));
  const [first] = kept;
  t.match(first, { id: 'steps-71', connection: 8, upstream: 'app', fault: 'latency', step: 'steps.1' });
  t.ok(Buffer.isBuffer(first?.received), 'octets are a Buffer here as well');
  t.equal(first?.received.toString(), HELLO);
  t.equal(bodies.get('steps-71'), 5, 'what a client has of a body is told');
  t.equal(forgotten.size + kept.length, 20);
});

t.test('a fault that changes under way is met by what is sent from then on', async (t) => {
  const answered = Promise.withResolvers<void>();
  const job = await jobOf(
    t,
    (socket) => {
      socket.write(HELLO);
      answered.resolve();
    },
    { rate: 4, duration: 1000 },
  );
  await using load = new LoadInThread(job, QUIET);
  const over = load.toEnd(NEVER);
  await answered.promise;
  await load.meet('garbage');
  const { kept } = await over;
  t.equal(kept[0]?.fault, 'latency');
  t.equal(kept.at(-1)?.fault, 'garbage');
});

t.test('a load that is given up ends at once, with its connections', async (t) => {
  const accepted = Promise.withResolvers<Socket>();
  const job = await jobOf(t, (socket) => accepted.resolve(socket), { rate: 10, duration: 60_000 });
  const abort = new AbortController();
  const closed = Promise.withResolvers<void>();
  {
    await using load = new LoadInThread(job, QUIET);
    const over = load.toEnd(abort.signal);
    (await accepted.promise).on('end', () => closed.resolve());
    abort.abort(new Error('enough'));
    await t.rejects(over, /enough/);
  }
  await closed.promise;
  t.pass('the server saw the connection end');
});

t.test('a thread that fails is told of', async (t) => {
  const job = await jobOf(t, () => {}, { rate: 10, duration: 100 });
  const broken = { ...job, listen: { host: '127.0.0.1', port: 70_000 } };
  await using load = new LoadInThread(broken, QUIET);
  await t.rejects(load.toEnd(NEVER), /port/i);
  await load.meet(null);
  t.pass('and nobody waits for its word');
});
