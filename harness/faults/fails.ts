import { z } from 'zod';
import type { Effect } from '../core/effect.ts';
import { defineFault } from '../core/fault.ts';
import { choiceStruck } from '../core/fired.ts';
import type { Outcome } from '../core/outcome.ts';
import type { RequestSelector } from '../core/request-selector.ts';
import { HEALTHY_REQUEST, REQUEST_BY_REQUEST, type RequestScript, type UpstreamStep } from '../core/script.ts';

// An upstream that fails for some requests and works for others. They differ in which ones.

const failure = z.union([z.enum(['reset', 'close']), z.int().min(400).max(599)], {
  error: 'must be reset, close or a status from 400 to 599',
});
type Failure = z.output<typeof failure>;

const path = z.string().startsWith('/', { error: 'must be a path: it begins with /' });

const OUTCOME: Outcome = { error: 'connection_terminated', bound: 'at-once', accepts: ['error', 'passed-on'] };
const PLAIN = { group: 'behaviour', isolate: 'none', needs: [], outcome: OUTCOME } as const;

function failing(how: Failure): RequestScript {
  const end: UpstreamStep =
    typeof how === 'number'
      ? { do: 'respond', response: { status: how, headers: { 'Content-Type': 'text/plain' }, body: 'not this time\n' } }
      : { do: how };
  return { steps: [{ do: 'read', what: 'body' }, end] };
}

function choose(when: RequestSelector, script: RequestScript, rest: RequestScript): Effect {
  const requests = { list: [], rest, choices: [{ when, script }] };
  return { place: 'script', script: { connections: [], rest: REQUEST_BY_REQUEST, requests } };
}

const failed = choiceStruck((choice, step) => choice === 0 && step !== 'read');

export default [
  defineFault({
    ...PLAIN,
    name: 'fails-first',
    ref: 'F04',
    summary: 'The first `requests` fail (`how`: reset, close or a status), every later one works.',
    params: z.strictObject({ requests: z.int().min(1).max(1000).default(2), how: failure.default('reset') }),
    examples: ['fails-first', '{ fault: fails-first, requests: 1, how: 503 }'],
    effect: ({ requests, how }) => choose({ first: requests }, failing(how), HEALTHY_REQUEST),
    fired: failed,
  }),
  defineFault({
    ...PLAIN,
    name: 'fails-at-random',
    ref: 'F05',
    summary: 'Each request fails with this `probability`, the same ones in every run with the same `seed`.',
    params: z.strictObject({
      probability: z.number().gt(0).max(1).default(0.5),
      seed: z.int().default(1),
      how: failure.default('reset'),
    }),
    examples: ['fails-at-random', '{ fault: fails-at-random, probability: 0.2, seed: 7, how: 500 }'],
    effect: ({ probability, seed, how }) => choose({ probability, seed }, failing(how), HEALTHY_REQUEST),
    fired: failed,
  }),
  defineFault({
    ...PLAIN,
    name: 'fails-on-path',
    ref: 'F06',
    summary: 'Requests for `path` fail (`*` stands for any octets), all others work.',
    params: z.strictObject({ path: path.default('/broken*'), how: failure.default('reset') }),
    examples: ['fails-on-path', '{ fault: fails-on-path, path: /api/*, how: 500 }'],
    effect: (given) => choose({ path: given.path }, failing(given.how), HEALTHY_REQUEST),
    fired: failed,
  }),
  defineFault({
    ...PLAIN,
    name: 'fails-but-for-health',
    ref: 'F07',
    summary: 'Requests for `health` are answered well, all others fail: a grey failure that no check sees.',
    params: z.strictObject({ health: path.default('/health'), how: failure.default('reset') }),
    examples: ['fails-but-for-health', '{ fault: fails-but-for-health, health: /ready, how: 503 }'],
    effect: ({ health, how }) => choose({ path: health }, HEALTHY_REQUEST, failing(how)),
    fired: choiceStruck((choice, step) => choice === undefined && step !== 'answer' && step !== 'read'),
  }),
  defineFault({
    ...PLAIN,
    name: 'fails-in-health-alone',
    ref: 'F08',
    summary: 'Requests for `health` fail, all others are answered well: whoever believes the check ejects it.',
    params: z.strictObject({ health: path.default('/health'), how: failure.default(503) }),
    examples: ['fails-in-health-alone', '{ fault: fails-in-health-alone, health: /ready, how: close }'],
    effect: ({ health, how }) => choose({ path: health }, failing(how), HEALTHY_REQUEST),
    fired: failed,
  }),
];
