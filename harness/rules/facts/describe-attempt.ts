import type { Attempt } from '../../core/facts.ts';

/** An attempt in the words of reports: `app connection 1 request 2`. */
export function describeAttempt({
  upstream,
  connection,
  nth,
}: Pick<Attempt, 'upstream' | 'connection' | 'nth'>): string {
  return `${upstream} connection ${connection} request ${nth}`;
}
