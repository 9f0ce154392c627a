import { describeAnswer } from '../core/facts.ts';
import { CORRELATION_HEADER, fieldValues } from '../core/http.ts';
import type { Rule } from '../core/rule.ts';

export default [
  {
    id: 'TWIN',
    title: 'Works while nothing is broken',
    level: 'practice',
    source: 'operational practice: a gateway that answers 502 to everything must not pass',
    summary:
      'In the healthy twin (the same requests, every upstream healthy) each request gets a complete 2xx with its own correlation id. A client that sends slowly may get a 408; and a limit of what is at an upstream at once holds here as well.',
    example: 'Upstream: healthy. Client: `502 Bad Gateway`.',
    judge: (facts) =>
      facts.twin.flatMap((one) => {
        const { exchange } = one;
        const { final } = exchange;
        const ids = fieldValues(final?.fields ?? [], CORRELATION_HEADER);
        const good = final?.complete && final.status >= 200 && final.status < 300;
        if (good && ids.length === 1 && ids[0] === exchange.id) return [];
        // A client that does not send its request in the time that the server grants may be told so (RFC 9110 section 15.5.9).
        if (final?.status === 408 && exchange.dawdled) return [];
        if (facts.case.variant.settings.pool && final && one.attempts.length === 0) return [];
        const whose = ids.length === 0 ? 'no correlation id' : `the correlation id ${ids.join(', ')}`;
        const actual = good ? `${describeAnswer(exchange)}, with ${whose}` : describeAnswer(exchange);
        return [{ expected: 'a complete 2xx of the healthy upstream', actual, exchange: exchange.id }];
      }),
  },
] satisfies Rule[];
