import { formatDuration } from '../core/duration.ts';
import { describeAnswer, type Facts } from '../core/facts.ts';
import type { Finding } from '../core/finding.ts';
import { allSteps, type Step } from '../core/scenario.ts';

/**
 * What did not go through a tunnel as its author wrote. Where none was opened the status is judged, if the author says
 * which one he expects; a gateway need not do what Upgrade offers (RFC 9110 section 7.8).
 */
export function tunnelFindings(steps: readonly Step[], facts: Facts): Finding[] {
  return allSteps(steps).flatMap((step) => {
    if (step.kind !== 'request' || !step.request.tunnel) return [];
    return facts.exchanges
      .filter(({ exchange }) => exchange.step === step.path)
      .flatMap(({ exchange, authored }) => {
        const finding = {
          rule: 'tunnel',
          level: 'author' as const,
          source: facts.case.scenario.source ?? 'the scenario',
          place: step.place,
          exchange: exchange.id,
        };
        const { tunnel } = exchange;
        if (!tunnel && authored.status !== undefined) return [];
        if (!tunnel) return [{ ...finding, expected: 'a tunnel', actual: describeAnswer(exchange) }];
        if (!tunnel.missed) return [];
        const { what, ms } = tunnel.missed;
        const actual = `not within ${formatDuration(ms)}; ${tunnel.bytes} octets came, ${describeAnswer(exchange)}`;
        return [{ ...finding, expected: what, actual, timed: true }];
      });
  });
}
