import { z } from 'zod';
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
    observations.some(({ kind }) => kind === 'left-open')
      ? null
      : 'the gateway closed none of its connections, so none was left half open',
});
