import { cutBody, cutBodyParams } from '../core/cut-body.ts';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

export default defineFault({
  name: 'body-stalls',
  ref: 'E11',
  summary: 'The body stops after `after` of its `length`; the connection stays open.',
  group: 'body',
  params: cutBodyParams,
  examples: ['body-stalls', '{ fault: body-stalls, after: 1KiB, length: 1MiB }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'connection_read_timeout', bound: 'body-stall', accepts: ['truncated', 'error'] },
  effect: (params) => everyConnection(...cutBody(params), { do: 'hold' }),
  fired: endedIn('hold'),
});
