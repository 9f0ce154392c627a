import t from 'tap';
import type { Observation } from '../../harness/core/evidence.ts';
import type { Deployment } from '../../harness/core/runtime.ts';
import { Signals } from '../../harness/play/signals.ts';

const never = new AbortController().signal;

/** A deployment that hands on what a test observes, and keeps what is released. */
function deployment() {
  const listeners: ((event: Observation) => void)[] = [];
  const released: string[] = [];
  const lines: string[] = [];
  const parts: Pick<Deployment, 'onObservation' | 'release' | 'log'> = {
    onObservation: (listener) => listeners.push(listener),
    release: (upstream, connection) => released.push(`${upstream} ${connection}`),
    log: async () => lines,
  };
  const observe = (seen: Record<string, unknown>): void => {
    for (const listen of listeners) listen({ upstream: 'app', at: 1, connection: 1, ...seen } as Observation);
  };
  return { deployment: parts as Deployment, released, lines, observe };
}

t.test('a script that waits is released by a signal that comes later, and by one that came before', async (t) => {
  const { deployment: on, released, observe } = deployment();
  const signals = new Signals(on);
  observe({ kind: 'waiting', what: 'signal', signal: 'go' });
  t.strictSame(released, []);
  signals.give('other');
  t.strictSame(released, [], 'by its own alone');
  signals.give('go');
  t.strictSame(released, ['app 1']);
  observe({ kind: 'waiting', what: 'signal', signal: 'go', connection: 2 });
  t.strictSame(released, ['app 1', 'app 2']);
});

t.test('a client waits for the signal of a script, and a script for that of another', async (t) => {
  const { deployment: on, released, observe } = deployment();
  const signals = new Signals(on);
  const waited = signals.wait('half-sent', 60_000, never);
  observe({ kind: 'waiting', what: 'signal', signal: 'half-sent', upstream: 'other' });
  observe({ kind: 'signalled', signal: 'half-sent' });
  t.equal(await waited, true);
  t.strictSame(released, ['other 1']);
});

t.test('a wait is bounded, ends with the play, and is over at once for what counts as given', async (t) => {
  const { deployment: on } = deployment();
  const signals = new Signals(on, ['given']);
  t.equal(await signals.wait('given', 60_000, never), true);
  t.equal(await signals.wait('nobody', 20, never), false);
  const over = new AbortController();
  const waiting = signals.wait('nobody', 60_000, over.signal);
  over.abort(new Error('interrupted'));
  await t.rejects(waiting, /interrupted/);
});

t.test('a text in the log is waited for', async (t) => {
  const { deployment: on, lines } = deployment();
  const signals = new Signals(on);
  t.equal(await signals.waitForLog('upstream', 20, never), false);
  const waited = signals.waitForLog('upstream', 60_000, never);
  lines.push('no live upstreams');
  t.equal(await waited, true);
});
