import type { ExchangeFacts, Facts } from '../core/facts.ts';
import type { Rule } from '../core/rule.ts';
import { gatewayErrors } from './facts/gateway-errors.ts';

/** Words that say what kind of thing went wrong, in the logs of gateways that do not write the status there. */
const CAUSE =
  /timed?[ _-]?out|refus|reset|clos|terminat|abort|unreach|unrout|invalid|malformed|incomplete|dns|resolv|limit/i;

export default [
  {
    id: 'OP-46',
    title: 'An error leaves a line in the log',
    level: 'practice',
    source: 'operational practice',
    summary:
      'Each 5xx that the gateway made leaves a line in its log with the status or the cause. Judged where the gateway writes correlation ids: a line can be tied to a request by nothing else, for cases share a gateway. And only once a later request has its line: logs may be read late.',
    example: "Client: a 504, steps-2. Gateway's log: a line for steps-1 and for steps-3, and none for steps-2.",
    judge: (facts) => {
      const { log } = facts.evidence.gateway;
      const reached = lastWritten(facts, log);
      return (
        gatewayErrors(facts)
          // The twin's log is not kept. What an engine reads for us comes late: later lines may still be on their way.
          .filter(({ exchange }) => exchange.phase === 'steps' && exchange.endedAt <= reached)
          .filter((one) => !linesOf(one, log).some((line) => CAUSE.test(line) || names(line, one.made.status)))
          .map(({ exchange, made }) => ({
            expected: 'a line in the log with the status or the cause',
            actual: `${made.status}, and no such line for ${exchange.id}`,
            exchange: exchange.id,
          }))
      );
    },
  },
] satisfies Rule[];

/** When the last of the exchanges that have a line began: lines for those that had ended by then were written before it. */
function lastWritten({ exchanges }: Facts, log: readonly string[]): number {
  const written = exchanges.filter((one) => linesOf(one, log).length > 0);
  return Math.max(Number.NEGATIVE_INFINITY, ...written.map(({ exchange }) => exchange.startedAt));
}

function linesOf({ exchange }: ExchangeFacts, log: readonly string[]): string[] {
  const id = new RegExp(`(?<![\\w-])${exchange.id}(?![\\w-])`);
  return log.filter((line) => id.test(line));
}

function names(line: string, status: number): boolean {
  return new RegExp(`(?<!\\d)${status}(?!\\d)`).test(line);
}
