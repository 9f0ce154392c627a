import { cutBody, cutBodyParams } from '../core/cut-body.ts';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

export default defineFault({
  name: 'close-mid-body',
  ref: 'E09',
  summary: 'FIN after `after` of a body whose Content-Length is `length`.',
  group: 'body',
  params: cutBodyParams,
  examples: ['close-mid-body', '{ fault: close-mid-body, after: 1KiB, length: 1MiB }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_response_incomplete', bound: 'at-once', accepts: ['truncated', 'error'] },
  effect: (params) => everyConnection(...cutBody(params), { do: 'close' }),
  fired: endedIn('close'),
});
