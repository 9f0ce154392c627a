import type { Outcome } from '../core/outcome.ts';
import { recommendedStatus } from '../core/proxy-error.ts';

const BOUNDS: Readonly<Record<Outcome['bound'], string>> = {
  'at-once': ', at once',
  'connect-timeout': ', when the connect timeout is over',
  'read-timeout': ', when the read timeout is over',
  'dns-timeout': ', when it gives up on the resolver',
  'body-stall': ', when the read timeout has passed without a byte',
  none: '',
};

const ACCEPTS: Readonly<Record<Outcome['accepts'][number], (outcome: Outcome) => string>> = {
  error: ({ error }) => `answers ${recommendedStatus(error)} itself (RFC 9209, ${error})`,
  truncated: () => 'lets the client see that the response is not whole',
  'passed-on': () => "passes the upstream's answer on",
  repaired: () => 'answers in full, with the defect taken out',
};

/** What a good gateway does under a fault, in one sentence for people. */
export function outcomeText(outcome: Outcome): string {
  const { accepts, statuses = [] } = outcome;
  const ways = [...accepts.map((way) => ACCEPTS[way](outcome)), ...statuses.map((status) => `answers ${status}`)];
  return `A good gateway ${ways.join(', or ')}${BOUNDS[outcome.bound]}.`;
}
