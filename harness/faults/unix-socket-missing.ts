import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { probeMet } from '../core/fired.ts';

/** An upstream that is gone takes the file of its socket along, and connect(2) does not find it. */
export default defineFault({
  name: 'unix-socket-missing',
  ref: 'A21',
  summary: "The file of the upstream's Unix socket is gone: connect fails with ENOENT.",
  group: 'connection',
  params: z.strictObject({}),
  examples: ['unix-socket-missing'],
  isolate: 'none',
  needs: ['unix-sockets'],
  outcome: { error: 'connection_refused', bound: 'at-once', accepts: ['error'] },
  effect: () => ({ place: 'listener', state: 'unlinked' }),
  fired: probeMet('ENOENT'),
});
