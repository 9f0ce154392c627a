import type { Exchange } from '../core/evidence.ts';
import { fieldMembers } from '../core/field-members.ts';
import type { Rule } from '../core/rule.ts';
import { everyExchange } from './facts/every-exchange.ts';

export default [
  {
    id: 'R-9110-7.8-1',
    title: 'No switch to a protocol that the client did not offer',
    level: 'must',
    source: 'RFC 9110 section 7.8',
    summary:
      'A 101 reaches a client only if it offered that protocol in Upgrade. Any other client reads what follows as HTTP, and so may whoever shares its connection.',
    example: 'Upstream: `101 Switching Protocols` to a plain GET. Client: the 101.',
    judge: (facts) =>
      everyExchange(facts).flatMap(({ exchange }) => {
        const offered = offeredBy(exchange);
        const strange = takenBy(exchange).find((protocol) => !offered.includes(protocol));
        if (exchange.final?.status !== 101 || (offered.length > 0 && strange === undefined)) return [];
        const expected =
          offered.length > 0 ? `no other protocol than ${offered.join(', ')}` : 'no 101: none was asked for';
        return [{ expected, actual: `a 101${strange === undefined ? '' : ` to ${strange}`}`, exchange: exchange.id }];
      }),
  },
  {
    id: 'R-9110-7.8-2',
    title: 'A 101 says what it switches to',
    level: 'must',
    source: 'RFC 9110 section 7.8',
    summary:
      'A 101 has an Upgrade field that names the protocol. An upstream that leaves it out has switched to nobody knows what, and is answered for by a 5xx.',
    example: 'Client: asks for websocket. Upstream: a 101 without Upgrade. Client: the same.',
    judge: (facts) =>
      everyExchange(facts)
        .filter(({ exchange }) => exchange.final?.status === 101 && offeredBy(exchange).length > 0)
        .filter(({ exchange }) => takenBy(exchange).length === 0)
        .map(({ exchange }) => ({
          expected: 'a 101 with Upgrade, or a 5xx',
          actual: 'a 101 without it',
          exchange: exchange.id,
        })),
  },
] satisfies Rule[];

function offeredBy({ fields }: Exchange): string[] {
  return fieldMembers(fields, 'Upgrade');
}

function takenBy({ final }: Exchange): string[] {
  return fieldMembers(final?.fields ?? [], 'Upgrade');
}
