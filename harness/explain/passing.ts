import { formatDuration } from '../core/duration.ts';
import type { Try } from './ask-once.ts';
import type { Asked } from './ask-politely.ts';
import type { Passing } from './explanation.ts';

/** Whether a failure is over soon, from how asking again went. */
export function passingOf(asked: Asked | null, healthy: boolean, wait: number | null): Passing {
  const tries = (asked?.tries ?? []).map(({ at, ms, answer, failure }) => ({
    at: new Date(at).toISOString(),
    ms: Math.round(ms),
    result: answer ? `${answer.status}${answer.cut ? ' (cut)' : ''}` : (failure?.code ?? 'nothing'),
  }));
  return { ...verdictOf(asked, healthy, wait), tries };
}

function verdictOf(asked: Asked | null, healthy: boolean, wait: number | null): Omit<Passing, 'tries'> {
  if (healthy && (asked?.tries.length ?? 0) < 2) return { verdict: 'works', says: 'Nothing to wait for.' };
  if (!asked) {
    const asks = wait === null ? '' : ` The site asks to wait for ${formatDuration(wait)}.`;
    return { verdict: 'not asked', says: `A saved answer does not tell; ask the URL itself to see.${asks}` };
  }
  const { tries, ended } = asked;
  const [first] = tries;
  const span = formatDuration(spanOf(tries));
  if (ended === 'well') {
    return {
      verdict: 'temporary',
      says: `It was temporary: try ${tries.length} went well, ${span} after the first (${resultOf(first)}).`,
    };
  }
  if (ended === 'no use')
    return { verdict: 'lasting', says: 'Asking again would be of no use: this does not end by itself.' };
  const times =
    tries.length === 1
      ? 'The URL was asked once'
      : `It was still there at try ${tries.length}, ${span} after the first`;
  if (ended === 'wait') {
    return {
      verdict: 'still there',
      says: `${times}. The site asks to wait for ${formatDuration(asked.wait ?? 0)}, so it was not asked again.`,
    };
  }
  return {
    verdict: 'still there',
    says: `${times}. It may still be over in some minutes.`,
  };
}

function spanOf(tries: readonly Try[]): number {
  const [first] = tries;
  const last = tries.at(-1);
  return first && last ? last.at + last.ms - first.at : 0;
}

function resultOf(one: Try | undefined): string {
  return one?.answer ? `${one.answer.status}` : (one?.failure?.code ?? '');
}
