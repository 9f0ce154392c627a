import t from 'tap';
import type { Observation, Seen } from '../../harness/core/evidence.ts';
import { UpstreamSignals } from '../../harness/play/upstream-signals.ts';

function upstreams() {
  let tell: (event: Observation) => void = () => {};
  const signals = new UpstreamSignals({
    onObservation: (listener) => {
      tell = listener;
    },
  });
  return { signals, see: (seen: Seen, upstream = 'app') => tell({ ...seen, upstream, at: 0 } as Observation) };
}

const ASKED = { kind: 'waiting', connection: 1, what: 'controller', id: 'steps-1', signal: 'SIGKILL' } as const;
const DEAD = { kind: 'signal', signal: 'SIGKILL', state: 'dead' } as const;
const never = new AbortController().signal;

t.test('a signal that was asked for is awaited, upstream by upstream', async (t) => {
  const { signals, see } = upstreams();
  await signals.arrived(never);
  see(ASKED);
  see(ASKED, 'other');
  let arrived = false;
  const both = signals.arrived(never).then(() => {
    arrived = true;
  });
  see(DEAD);
  await new Promise((resolve) => setImmediate(resolve));
  t.notOk(arrived, 'the other one is still under way');
  see(DEAD, 'other');
  await both;
  t.ok(arrived);
});

t.test('one that has come before is not awaited, nor what waits for something else', async () => {
  const { signals, see } = upstreams();
  see(ASKED);
  see(DEAD);
  see({ ...ASKED, what: 'delivery' });
  await signals.arrived(never);
});
