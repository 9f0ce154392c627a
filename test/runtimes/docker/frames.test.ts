import fc from 'fast-check';
import t from 'tap';
import { FrameReader, frame } from '../../../harness/runtimes/docker/frames.ts';
import '../../support/seeded.ts';

function read(stream: Buffer, cuts: readonly number[]): unknown[] {
  const messages: unknown[] = [];
  const reader = new FrameReader((message) => messages.push(message));
  const places = [0, ...cuts.map((cut) => cut % (stream.length + 1)).sort((a, b) => a - b), stream.length];
  for (let index = 1; index < places.length; index++) reader.push(stream.subarray(places[index - 1], places[index]));
  return messages;
}

t.test('messages arrive whole and in order, however the stream is cut', (t) => {
  const message = fc.record({ text: fc.string(), number: fc.double({ noNaN: true }), bytes: fc.uint8Array() });
  fc.assert(
    fc.property(fc.array(message), fc.array(fc.nat()), (messages, cuts) => {
      const stream = Buffer.concat(messages.map(frame));
      t.same(read(stream, cuts), messages);
    }),
  );
  t.end();
});

t.test('bytes stay bytes', (t) => {
  const [message] = read(frame({ body: Buffer.from([0, 255, 10]) }), []) as { body: Uint8Array }[];
  t.same([...(message?.body ?? [])], [0, 255, 10]);
  t.end();
});

t.test('half a message is none', (t) => {
  const whole = frame('hello');
  t.same(read(whole.subarray(0, whole.length - 1), []), []);
  t.end();
});
