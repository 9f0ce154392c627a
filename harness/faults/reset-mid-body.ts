import { cutBody, cutBodyParams } from '../core/cut-body.ts';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { wasReset } from '../core/fired.ts';

export default defineFault({
  name: 'reset-mid-body',
  ref: 'E10',
  summary: 'RST after `after` of a body whose Content-Length is `length`.',
  group: 'body',
  params: cutBodyParams,
  examples: ['reset-mid-body', '{ fault: reset-mid-body, after: 1KiB, length: 1MiB }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'connection_terminated', bound: 'at-once', accepts: ['truncated', 'error'] },
  effect: (params) =>
    everyConnection(...cutBody(params), { do: 'await-delivery', bytes: params.after, within: 300 }, { do: 'reset' }),
  fired: wasReset,
});
