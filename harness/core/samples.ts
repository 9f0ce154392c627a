import type { Exchange } from './evidence.ts';
import { answerTime } from './facts.ts';
import type { LoadSample } from './load.ts';

/** Exchanges in the words of a load: each was due when it was sent. */
export function samplesOf(exchanges: readonly { readonly exchange: Exchange }[]): LoadSample[] {
  const began = Math.min(...exchanges.map(({ exchange }) => exchange.startedAt));
  return exchanges.map(({ exchange }) => toSample(exchange, exchange.startedAt - began, 0));
}

/** An exchange that was due at `due` milliseconds and sent `late` milliseconds later. */
export function toSample(exchange: Exchange, due: number, late: number): LoadSample {
  return {
    id: exchange.id,
    due,
    late,
    ms: late + answerTime(exchange),
    status: exchange.final?.status ?? null,
    sound: exchange.final?.complete === true && exchange.defects.length === 0,
  };
}

/** The time that so great a share of the samples took at most, by nearest rank, in milliseconds; 0 where there is none. */
export function quantile(samples: readonly LoadSample[], share: number): number {
  const times = samples.map(({ ms }) => ms).sort((a, b) => a - b);
  return times[Math.ceil(times.length * share) - 1] ?? 0;
}
