import type { ExchangeFacts } from '../core/facts.ts';
import { type Field, fieldValues } from '../core/http.ts';
import type { Rule, Violation } from '../core/rule.ts';
import { everyExchange } from './facts/every-exchange.ts';
import { inQuotes } from './facts/in-quotes.ts';
import { type Relayed, relayed } from './facts/relayed.ts';

/** IMF-fixdate (RFC 9110 section 5.6.7), which is what is generated. */
const DATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/;
/** RFC 1918, loopback, link-local; RFC 4193 for IPv6. */
const PRIVATE =
  /(?<![\w.])(?:10\.\d+|127\.\d+|169\.254|172\.(?:1[6-9]|2\d|3[01])|192\.168)\.\d+\.\d+(?::\d+)?(?![\w.])|\[(?:f[cd]|fe80:|::1)[\da-f:]*\](?::\d+)?/gi;

export default [
  {
    id: 'R-9110-6.6.1-1',
    title: 'A response without Date gets one',
    level: 'must',
    source: 'RFC 9110 section 6.6.1',
    summary:
      'A gateway with a clock adds the Date that the upstream left out: caches behind it count the age of the response from it.',
    example: 'Upstream: a 200 without Date. Client: the same 200 without Date.',
    judge: (facts) =>
      relayed(facts)
        .filter(isReadAsOne)
        .filter(({ sent }) => fieldValues(sent.fields, 'Date').length === 0)
        .flatMap(({ exchange, got }) => {
          const dates = fieldValues(got.fields, 'Date');
          if (dates.length === 1 && DATE.test(dates[0] ?? '')) return [];
          const actual = dates.length === 0 ? 'no Date' : `Date: ${dates.map(inQuotes).join(', ')}`;
          return [
            {
              expected: 'one Date, as in Sun, 06 Nov 1994 08:49:37 GMT',
              actual: `${got.status} with ${actual}`,
              exchange: exchange.id,
            },
          ];
        }),
  },
  {
    id: 'R-9110-7.6.3-1',
    title: 'The gateway adds itself to Via',
    level: 'must',
    source: 'RFC 9110 section 7.6.3',
    summary:
      'Every request to an upstream, a second attempt too, says in Via that it came through this gateway, which is how loops are found. Judged where the request already came with a Via.',
    example: 'Client: `Via: 1.1 cdn.example`. Upstream: gets just that.',
    judge: (facts) => everyExchange(facts).flatMap(unextended),
  },
  {
    id: 'R-9110-7.6.3-2',
    title: 'Via does not show the hosts behind the gateway',
    level: 'should',
    source: 'RFC 9110 section 7.6.3',
    summary:
      'A gateway at the border of a network does not forward the names and ports of inner hosts: private addresses in the Via of an upstream are replaced by a pseudonym.',
    example: 'Upstream: `Via: 1.1 10.0.0.5:9000`. Client: the same.',
    judge: (facts) =>
      relayed(facts).flatMap(({ exchange, sent, got }) => {
        const shown = innerHosts(got.fields).filter((host) => innerHosts(sent.fields).includes(host));
        if (shown.length === 0) return [];
        const actual = `Via: ${fieldValues(got.fields, 'Via').join(', ')}`;
        return [{ expected: `no ${shown.join(', ')} in Via`, actual, exchange: exchange.id }];
      }),
  },
] satisfies Rule[];

/** A gateway that takes an interim or an odd head for something else passes on what follows unread: for other rules to say. */
function isReadAsOne({ answer, sent }: Relayed): boolean {
  return answer.defects.length === 0 && answer.interim.length === 0 && sent.status >= 200;
}

/** Whoever is last in Via is the one that sent the request on. */
function unextended({ exchange, attempts }: ExchangeFacts): Violation[] {
  const given = viaMembers(exchange.fields);
  if (given.length === 0) return [];
  return attempts
    .filter(({ fields }) => [undefined, given.at(-1)].includes(viaMembers(fields).at(-1)))
    .map(({ fields, upstream, connection, nth }) => {
      const via = fieldValues(fields, 'Via').join(', ');
      const got = via === '' ? 'no Via' : `Via: ${via}`;
      return {
        expected: `Via: ${given.join(', ')}, and the gateway behind it`,
        actual: `${got} (${upstream} connection ${connection} request ${nth})`,
        exchange: exchange.id,
      };
    });
}

function viaMembers(fields: readonly Field[]): string[] {
  return fieldValues(fields, 'Via')
    .flatMap((value) => value.split(','))
    .map((member) => member.trim())
    .filter((member) => member !== '');
}

function innerHosts(fields: readonly Field[]): string[] {
  return fieldValues(fields, 'Via').flatMap((value) => value.match(PRIVATE) ?? []);
}
