import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { probeMet } from '../core/fired.ts';

export default defineFault({
  name: 'connection-refused',
  ref: 'A01',
  summary: "Nothing listens on the upstream's address: the kernel answers each SYN with an RST.",
  group: 'connection',
  params: z.strictObject({}),
  examples: ['connection-refused'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'connection_refused', bound: 'at-once', accepts: ['error'] },
  effect: () => ({ place: 'listener', state: 'closed' }),
  fired: probeMet('ECONNREFUSED'),
});
