import { fieldValues } from '../core/http.ts';
import type { Rule } from '../core/rule.ts';
import { everyExchange } from './facts/every-exchange.ts';
import { gatewayErrors } from './facts/gateway-errors.ts';
import { httpDate } from './facts/http-date.ts';
import { shedsLoad } from './facts/sheds-load.ts';

const NAME = 'Retry-After';

/** When a client is asked to come back. */
export default [
  {
    id: 'R-9110-10.2.3-1',
    title: 'Retry-After is a date or a number of seconds',
    level: 'should',
    source: 'RFC 9110 section 10.2.3',
    summary:
      'Retry-After in an error that the gateway made is an HTTP-date or a non-negative integer. Clients take anything else for no hint at all.',
    example: 'Client: `503 Service Unavailable`, `Retry-After: 5s`.',
    judge: (facts) =>
      gatewayErrors(facts).flatMap(({ exchange, made }) =>
        fieldValues(made.fields, NAME)
          .filter((value) => !/^\d+$/.test(value) && httpDate(value) === null)
          .map((value) => ({
            expected: 'Retry-After with an HTTP-date or a number of seconds',
            actual: `${made.status} with Retry-After: ${JSON.stringify(value)}`,
            exchange: exchange.id,
          })),
      ),
  },
  {
    id: 'R-9110-15.6.4-2',
    title: 'A 503 says once when to come back',
    level: 'practice',
    source: 'RFC 9110 sections 15.6.4 and 10.2.3 (a single value)',
    summary:
      'A 503 may have a Retry-After, and then one: a gateway that puts its own beside that of the upstream sends two, and two are no valid value.',
    example: 'Upstream: `Retry-After: 7`. Client: `Retry-After: 7` and `Retry-After: 5`.',
    judge: (facts) =>
      everyExchange(facts)
        .filter(({ exchange: { final } }) => final?.status === 503 && fieldValues(final.fields, NAME).length > 1)
        .filter(({ answer }) => fieldValues(answer?.final?.fields ?? [], NAME).length <= 1)
        .map(({ exchange }) => ({
          expected: 'at most one Retry-After',
          actual: `503 with ${fieldValues(exchange.final?.fields ?? [], NAME)
            .map((value) => `Retry-After: ${value}`)
            .join(' and ')}`,
          exchange: exchange.id,
        })),
  },
  {
    id: 'OP-23',
    title: 'A 503 for overload says when to come back',
    level: 'practice',
    source: 'operational practice; RFC 9110 section 10.2.3',
    summary:
      'A gateway that turns a request away with a 503, since the upstream is busy with others, sends a Retry-After: else clients come back at once, all of them. Other 503s need none.',
    example:
      'Gateway: four requests are under way, and no more are allowed. Client of the fifth: a 503 without Retry-After.',
    judge: (facts) =>
      gatewayErrors(facts)
        .filter(({ made }) => made.status === 503 && fieldValues(made.fields, NAME).length === 0)
        .filter((one) => shedsLoad(one, facts))
        .map(({ exchange }) => ({
          expected: 'a Retry-After',
          actual: '503 without one, and without asking the upstream',
          exchange: exchange.id,
        })),
  },
] satisfies Rule[];
