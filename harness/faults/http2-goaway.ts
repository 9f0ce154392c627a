import { z } from 'zod';
import { everyHttp2Connection } from '../core/every-http2-connection.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';
import { goaway, H2_ERROR } from '../core/http2-frames.ts';
import type { Outcome } from '../core/outcome.ts';

const OUTCOME: Outcome = { error: 'connection_terminated', bound: 'at-once', accepts: ['error'] };
const common = {
  group: 'http/2',
  params: z.strictObject({}),
  isolate: 'none',
  needs: [],
  outcome: OUTCOME,
  fired: endedIn('close'),
} as const;

/** No stream was or will be processed: whoever asked may ask elsewhere. */
const NOTHING_DONE = goaway(0, H2_ERROR.noError);

export default [
  defineFault({
    ...common,
    name: 'http2-goaway-at-once',
    ref: 'G01',
    summary: 'GOAWAY and FIN on every HTTP/2 connection as soon as its preface has come.',
    examples: ['http2-goaway-at-once'],
    effect: () => everyHttp2Connection({}, { do: 'read', what: 'preface' }, NOTHING_DONE, { do: 'close' }),
  }),
  defineFault({
    ...common,
    name: 'http2-goaway-open-stream',
    ref: 'G02',
    summary: 'GOAWAY and FIN while a stream waits for its answer, which GOAWAY says was not processed.',
    examples: ['http2-goaway-open-stream'],
    effect: () => everyHttp2Connection({}, { do: 'read', what: 'request' }, NOTHING_DONE, { do: 'close' }),
  }),
];
