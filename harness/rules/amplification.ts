import type { Rule } from '../core/rule.ts';

/** Attempts per request over a whole outage, and some for those who send few (Envoy's and Finagle's retry budgets). */
const BUDGET = 1.2;
const FLOOR = 10;

export default [
  {
    id: 'OP-13',
    title: 'Retries do not multiply an outage',
    level: 'practice',
    source: 'operational practice; Envoy retry_budget (20 %, at least 3), Finagle RetryBudget (20 %)',
    summary:
      'While an upstream fails every request of a load, all attempts together are at most a fifth more than the requests, and ten. Else retries keep down whom requests have brought down.',
    example: 'Load: 200 requests to an upstream that resets each. Upstream: 400 attempts.',
    judge: (facts) =>
      (facts.evidence.main.loads ?? [])
        .filter(({ fault }) => fault !== null)
        .flatMap(({ samples, upstream, fault }) => {
          const ids = new Set(samples.map(({ id }) => id));
          const attempts = Object.values(facts.upstreams)
            .flatMap((one) => one.attempts)
            .filter(({ id }) => ids.has(id ?? '')).length;
          const most = Math.floor(BUDGET * samples.length + FLOOR);
          if (attempts <= most) return [];
          const expected = `at most ${most} attempts for ${samples.length} requests while ${upstream} has ${fault}`;
          return [{ expected, actual: `${attempts} attempts` }];
        }),
  },
] satisfies Rule[];
