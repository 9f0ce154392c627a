import { formatDuration } from '../core/duration.ts';
import type { Observation } from '../core/evidence.ts';
import type { Facts } from '../core/facts.ts';

/** Sentences for what a client or an upstream's script awaited in vain. */
export function notSignalled({ evidence }: Facts): string[] {
  const { awaits = [], main } = evidence;
  return [
    ...awaits
      .filter(({ met }) => !met)
      .map(({ step, what, ms }) => `${step} awaited ${what}, and it did not come within ${formatDuration(ms)}`),
    ...main.observations.flatMap((event) => awaitedInVain(event, main.observations)),
  ];
}

function awaitedInVain(event: Observation, all: readonly Observation[]): string[] {
  if (event.kind !== 'step' || event.step !== 'await' || event.note !== 'nobody signalled') return [];
  const { upstream, connection } = event;
  const waiting = all.findLast(
    (one) =>
      one.kind === 'waiting' &&
      one.what === 'signal' &&
      one.upstream === upstream &&
      one.connection === connection &&
      one.at <= event.at,
  );
  if (waiting?.kind !== 'waiting') return [];
  const whose = `connection ${connection} to upstream ${upstream}`;
  return [
    `${whose} awaited the signal "${waiting.signal}", and nobody gave it within ${formatDuration(event.at - waiting.at)}`,
  ];
}
