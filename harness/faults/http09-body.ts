import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

const BODY = '<!DOCTYPE html>\n<html><head><title>Report</title></head><body><p>All is well.</p></body></html>\n';

export default defineFault({
  name: 'http09-body',
  ref: 'D08',
  summary: 'The request is answered with a bare HTML body, as HTTP/0.9 did, then FIN.',
  group: 'answer',
  params: z.strictObject({}),
  examples: ['http09-body'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['error'] },
  effect: () =>
    everyConnection({ do: 'read', what: 'request' }, { do: 'send', bytes: { text: BODY } }, { do: 'close' }),
  fired: endedIn('close'),
});
