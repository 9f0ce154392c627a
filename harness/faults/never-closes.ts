import { z } from 'zod';
import type { Observation } from '../core/evidence.ts';
import { defineFault } from '../core/fault.ts';

export default defineFault({
  name: 'never-closes',
  ref: 'A26',
  summary: 'Every request is answered, and the FIN of the gateway never gets one back: connections leak.',
  group: 'connection',
  params: z.strictObject({}),
  examples: ['never-closes'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'connection_terminated', bound: 'at-once', accepts: ['passed-on'] },
  // Another step behind the answer, or a request that asks for it would be obeyed and the connection closed.
  effect: () => ({
    place: 'script',
    script: {
      connections: [],
      rest: {
        steps: [{ do: 'leave-open' }, { do: 'read', what: 'request' }, { do: 'answer' }, { do: 'leave-open' }],
        loop: true,
      },
    },
  }),
  fired: ({ observations }) =>
    // A gateway that goes with an RST leaves nothing behind, and got no FIN either.
    observations.some(({ kind }) => kind === 'left-open') || observations.some(isReset(observations))
      ? null
      : 'the gateway closed none of its connections, so none was left open',
});

function isReset(observations: readonly Observation[]): (event: Observation) => boolean {
  const ours = observations.flatMap((event) =>
    event.kind === 'step' && event.step === 'leave-open' ? [event.connection] : [],
  );
  return (event) => event.kind === 'closed' && event.by === 'peer-rst' && ours.includes(event.connection);
}
