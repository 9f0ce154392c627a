import { describeAnswer, type ExchangeFacts, type Facts } from '../core/facts.ts';
import type { Rule } from '../core/rule.ts';
import type { UpstreamState } from '../core/scenario.ts';
import { slotUpstreams } from '../core/slot-upstreams.ts';
import { statesOf } from '../core/states-of.ts';

export default [
  {
    id: 'OP-17',
    title: 'Where one replica refuses, another one answers',
    level: 'practice',
    source: 'operational practice; nginx manual, "proxy_next_upstream"; HAProxy manual, "option redispatch"',
    summary:
      'A connection that was refused has carried no request, so the request goes to another replica, whatever its method; the client notices nothing. A gateway that is told not to retry is let alone.',
    example:
      'Upstreams: `app` refuses connections, its replica `app-2` is healthy. Client: every second POST is a 502.',
    judge: (facts) =>
      (facts.case.variant.settings.retries ? [] : facts.exchanges)
        .filter(({ exchange }) => exchange.upstream === 'app' && exchange.aborted === null)
        .filter((one) => isHalfDead(one, facts) && !isAnswered(one))
        .map(({ exchange }) => ({
          expected: 'an answer of the replica that is left',
          actual: `${exchange.method} ${exchange.target}: ${describeAnswer(exchange)}`,
          exchange: exchange.id,
        })),
  },
] satisfies Rule[];

/** Whether some replicas refused connections all the while, and nothing was wrong with the others. */
function isHalfDead({ exchange: { startedAt, endedAt } }: ExchangeFacts, { case: item, evidence }: Facts): boolean {
  const replicas = slotUpstreams(item.variant.settings.replicas).filter((name) => name !== 'other');
  const armings = replicas.map((name) =>
    evidence.armings.filter(
      ({ upstream, from, until }) => upstream === name && from <= endedAt && (until ?? endedAt) >= startedAt,
    ),
  );
  const refused = armings.filter((all) => all.length > 0 && all.every(({ probes }) => probes.some(isRefusal)));
  const sound = armings.filter((all) => all.length > 0 && all.every(({ fault }) => fault === null));
  const plain = replicas.every((name) => statesOf(item.variant, name).every(isPlain));
  return plain && refused.length > 0 && sound.length > 0 && refused.length + sound.length === replicas.length;
}

/** A script that an author wrote may break in any way. */
function isPlain({ fault, label }: UpstreamState): boolean {
  return fault !== null || label === 'healthy';
}

function isRefusal({ result }: { readonly result: string }): boolean {
  return result === 'ECONNREFUSED';
}

function isAnswered({ exchange: { final } }: ExchangeFacts): boolean {
  return final?.complete === true && final.status < 500;
}
