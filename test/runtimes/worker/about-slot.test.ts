import t from 'tap';
import type { Slot } from '../../../harness/core/gateway.ts';
import { aboutSlot } from '../../../harness/runtimes/worker/about-slot.ts';

const SIX = slot(6);
const SIXTY_SIX = slot(66);
const SLOTS = [SIX, SIXTY_SIX];

function slot(number: number): Slot {
  return {
    listen: { host: `127.1.0.${number}`, port: 8080 },
    upstreams: { app: { host: `127.2.0.${number}`, port: 3000 } },
  };
}

t.test('a line that names the listener or the upstream of a slot is about it', async (t) => {
  const lines = ['{steps-1|127.1.0.6} 502', 'connect() to 127.2.0.6:3000 failed'];
  t.same(aboutSlot(lines, SIX, SLOTS), lines);
});

t.test('a line about 127.1.0.66 is not about 127.1.0.6', async (t) => {
  const lines = ['{steps-1|127.1.0.66} 502', '{steps-1|127.1.0.6} 200'];
  t.same(aboutSlot(lines, SIX, SLOTS), ['{steps-1|127.1.0.6} 200']);
  t.same(aboutSlot(lines, SIXTY_SIX, SLOTS), ['{steps-1|127.1.0.66} 502']);
});

t.test('a slot whose lines are late gets none of another slot', async (t) => {
  t.same(aboutSlot(['{aftermath-4|127.1.0.66} 200', 'started'], SIX, SLOTS), ['started']);
});

t.test('where no line names a slot, all of them are given', async (t) => {
  t.same(aboutSlot(['steps-1 502', 'steps-2 200'], SIX, SLOTS), ['steps-1 502', 'steps-2 200']);
});
