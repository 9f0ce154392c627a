import type { Mutant, Patch } from '../mutant.ts';

/** Four requests to an upstream at once, and no more: what a fifth gets is put in front. */
const LIMIT: Patch = {
  file: 'serve.ts',
  find: '  await forward(exchange, route(routes, exchange.request.target).inTurn());',
  replace: `  const replicas = route(routes, exchange.request.target).inTurn();
  const busy = replicas[0] as unknown as { under: number };
  busy.under ??= 0;
  if (busy.under >= 4) throw new UpstreamFailure('connection_limit_reached' as never, 'full');
  busy.under += 1;
  try {
    await forward(exchange, replicas);
  } finally {
    busy.under -= 1;
  }`,
};
const LIMIT_IMPORT: Patch = {
  file: 'serve.ts',
  find: "import { forward } from './forward.ts';",
  replace: "import { UpstreamFailure } from './failures.ts';\nimport { forward } from './forward.ts';",
};

function limitError(status: number): Patch {
  return {
    file: 'error-types.ts',
    find: '  connection_terminated: [',
    replace: `  connection_limit_reached: [${status}, 'Too many requests are under way.'],\n  connection_terminated: [`,
  };
}

export default [
  {
    name: 'takes-a-hang-up-for-its-own-failure',
    rule: 'OP-07',
    collateral: ['OP-06', 'expect'],
    summary: 'An upstream that closes the connection before it answers is a 500.',
    patches: [{ file: 'error-types.ts', find: 'connection_terminated: [502', replace: 'connection_terminated: [500' }],
  },
  {
    name: 'does-not-implement-nonsense',
    rule: 'R-9110-15.6.3-1',
    collateral: ['OP-06', 'R-9209-2.1.1-2', 'expect'],
    summary: 'A response that is no valid HTTP is answered 501.',
    patches: [{ file: 'error-types.ts', find: 'http_protocol_error: [502', replace: 'http_protocol_error: [501' }],
  },
  {
    name: 'blames-the-network-for-silence',
    rule: 'R-9110-15.6.5-1',
    collateral: ['OP-06', 'R-9209-2.1.1-2'],
    summary: 'An upstream that says nothing in time is answered 502.',
    patches: [
      { file: 'error-types.ts', find: 'connection_read_timeout: [504', replace: 'connection_read_timeout: [502' },
    ],
  },
  {
    name: 'turns-away-with-a-502',
    rule: 'R-9110-15.6.4-1',
    collateral: ['OP-06', 'R-9209-2.1.1-2', 'TWIN', 'expect'],
    summary: 'The fifth request to one upstream is turned away with a 502, as if the upstream had failed.',
    patches: [LIMIT, LIMIT_IMPORT, limitError(502)],
  },
  {
    name: 'turns-away-without-a-hint',
    rule: 'OP-23',
    collateral: ['OP-06', 'TWIN', 'expect'],
    summary: 'The fifth request to one upstream is turned away with a 503, and not told when to come back.',
    patches: [LIMIT, LIMIT_IMPORT, limitError(503)],
  },
  {
    name: 'says-5s',
    rule: 'R-9110-10.2.3-1',
    collateral: [],
    summary: 'The error for a refused connection has a Retry-After with a unit.',
    patches: [
      {
        file: 'error-response.ts',
        find: "    ['Cache-Control', 'no-store'],",
        replace:
          "    ['Cache-Control', 'no-store'],\n    ...(type === 'connection_refused' ? [['Retry-After', '5s'] as const] : []),",
      },
    ],
  },
  {
    name: 'adds-a-retry-after-of-its-own',
    rule: 'R-9110-15.6.4-2',
    collateral: ['expect'],
    summary: "A 503 of the upstream gets a second Retry-After, beside the upstream's.",
    patches: [
      {
        file: 'response-writer.ts',
        find: '    ...withDate(forwarded(head)),',
        replace:
          "    ...withDate(forwarded(head)),\n    ...(head.status === 503 ? [['Retry-After', '5'] as const] : []),",
      },
    ],
  },
] satisfies Mutant[];
