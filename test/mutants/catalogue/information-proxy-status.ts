import type { Mutant, Patch } from '../mutant.ts';

/** Proxy-Status in another form. */
function says(value: string): Patch {
  return { file: 'error-response.ts', find: '`${PSEUDONYM}; error=${type}`', replace: value };
}

export default [
  {
    name: 'forgets-the-quotes-of-details',
    rule: 'R-9209-2-1',
    collateral: [],
    summary: 'Proxy-Status has the sentence as it is, which is no String without quotes.',
    patches: [
      says(
        "type === 'connection_refused' ? `${PSEUDONYM}; error=${type}; details=${sentence}` : `${PSEUDONYM}; error=${type}`",
      ),
    ],
  },
  {
    name: 'calls-a-refusal-a-protocol-error',
    rule: 'R-9209-2.1.1-1',
    collateral: [],
    summary: 'Proxy-Status names the vaguest type for a refused connection.',
    patches: [says("`${PSEUDONYM}; error=${type === 'connection_refused' ? 'http_protocol_error' : type}`")],
  },
  {
    name: 'calls-a-hang-up-a-timeout',
    rule: 'R-9209-2.1.1-2',
    collateral: ['R-9209-2.1.1-1'],
    summary: 'Proxy-Status of the 502 for an upstream that hung up names a timeout, which is a 504.',
    patches: [says("`${PSEUDONYM}; error=${type === 'connection_terminated' ? 'connection_read_timeout' : type}`")],
  },
] satisfies Mutant[];
