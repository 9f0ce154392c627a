import type { ParsedResponse } from '../core/evidence.ts';
import { CORRELATION_HEADER, fieldValues, UPSTREAM_HEADER } from '../core/http.ts';
import type { Rule } from '../core/rule.ts';
import { everyExchange } from './facts/every-exchange.ts';
import { type GatewayError, gatewayErrors } from './facts/gateway-errors.ts';

/** A product with its version, `nginx/1.22.1`. The version of the protocol is none. */
const VERSIONED = /(?<![\w./-])(?!HTTPS?\/)[A-Za-z][\w.-]*\/v?\d+(?:\.\d+)+/gi;

/** Fields that differ from one response to the next whoever made it, or tell its length and media type. */
const OF_EVERYBODY = new Set(
  `Date Age Content-Length Content-Type Transfer-Encoding Connection Keep-Alive ${CORRELATION_HEADER} ${UPSTREAM_HEADER}`
    .toLowerCase()
    .split(' '),
);

/** By what an error shows who made it: enough to tell it from the upstream's, and no more. */
export default [
  {
    id: 'R-9110-10.2.4-1',
    title: 'Server names no version',
    level: 'should',
    source: 'RFC 9110 section 10.2.4',
    summary:
      'The Server field of an error that the gateway made does not say which release it is: whoever looks for a known hole would be told where it is open.',
    example: 'Client: `502 Bad Gateway`, `Server: nginx/1.22.1`.',
    judge: (facts) =>
      gatewayErrors(facts).flatMap(({ exchange, made }) =>
        versionsIn(fieldValues(made.fields, 'Server').join(' ')).map((found) => ({
          expected: 'Server without a version',
          actual: `${made.status} with Server: ${found}`,
          exchange: exchange.id,
        })),
      ),
  },
  {
    id: 'OP-41',
    title: 'Via and error pages name no version',
    level: 'practice',
    source: 'operational practice; by analogy RFC 9110 section 10.2.4',
    summary:
      'Neither Via nor the body of an error that the gateway made says which release of which product it is. The version of the protocol in Via is no such thing.',
    example: 'Client: `<address>Apache/2.4.57 (Debian) Server at …</address>` below the error page.',
    judge: (facts) =>
      gatewayErrors(facts).flatMap((one) =>
        [...viaVersions(one), ...bodyVersions(one)].map((found) => ({
          expected: 'an error that names no version',
          actual: `${one.made.status} with ${found}`,
          exchange: one.exchange.id,
        })),
      ),
  },
  {
    id: 'OP-09',
    title: "The gateway's errors can be told from the upstream's",
    level: 'practice',
    source: 'operational practice; RFC 9209 section 1',
    summary:
      'Some field shows whether a 5xx was made by the gateway or passed on from the upstream: Proxy-Status, Via, Server, any. Else nobody knows on which side to search.',
    example: 'Upstream: its own `502`, then it goes down. Client: two 502 with the same fields.',
    judge: (facts) => {
      const passedOn = everyExchange(facts)
        .filter(({ exchange, madeBy }) => madeBy === 'upstream' && (exchange.final?.status ?? 0) >= 500)
        .map(({ exchange }) => exchange.final)
        .filter((final) => final !== null);
      return gatewayErrors(facts).flatMap(({ exchange, made }) => {
        const twin = passedOn.find((one) => telling(one) === telling(made));
        if (!twin) return [];
        const expected = "a field by which it can be told from the upstream's own error";
        const actual = `${made.status} with the same fields as the ${twin.status} of the upstream (${telling(made) || 'none'})`;
        return [{ expected, actual, exchange: exchange.id }];
      });
    },
  },
] satisfies Rule[];

function versionsIn(text: string): string[] {
  return [...new Set([...text.matchAll(VERSIONED)].map(([found]) => found))];
}

function viaVersions({ made }: GatewayError): string[] {
  return versionsIn(fieldValues(made.fields, 'Via').join(', ')).map((found) => `Via: … ${found}`);
}

/** What the client said itself, an error page may repeat. */
function bodyVersions({ exchange, made }: GatewayError): string[] {
  const own = [exchange.target, ...exchange.fields.map(([, value]) => value)].join('\n').toLowerCase();
  return versionsIn(made.body.toString('latin1'))
    .filter((found) => !own.includes(found.toLowerCase()))
    .map((found) => `${found} in its body`);
}

function telling({ fields }: ParsedResponse): string {
  return fields
    .filter(([name]) => !OF_EVERYBODY.has(name.toLowerCase()))
    .map(([name, value]) => `${name.toLowerCase()}: ${value}`)
    .sort()
    .join('; ');
}
