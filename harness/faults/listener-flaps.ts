import { z } from 'zod';
import { durationSchema } from '../core/duration-schema.ts';
import { defineFault } from '../core/fault.ts';

export default defineFault({
  name: 'listener-flaps',
  ref: 'A19',
  summary: 'The listener and its connections go away for `down`, come back for `up`, and so on.',
  group: 'connection',
  params: z.strictObject({ down: durationSchema.prefault('300ms'), up: durationSchema.prefault('300ms') }),
  examples: ['listener-flaps', '{ fault: listener-flaps, down: 1s, up: 5s }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'connection_refused', bound: 'at-once', accepts: ['passed-on', 'error', 'truncated'] },
  effect: ({ down, up }) => ({ place: 'listener', state: 'flapping', down, up }),
  fired: ({ probes }) => {
    const gone = probes.findIndex(({ result }) => result === 'ECONNREFUSED');
    const back = probes.findIndex(({ result }, index) => index > gone && result === 'connected');
    if (gone !== -1 && back !== -1) return null;
    return `the listener was not seen to go and to come back: probes met ${probes.map(({ result }) => result).join(', ') || 'nothing'}`;
  },
});
