import { setTimeout as pause } from 'node:timers/promises';
import { Agent } from 'undici';
import { fieldValues } from '../core/http.ts';
import { askOnce, type Try } from './ask-once.ts';
import { retryAfter } from './retry-after.ts';

/** How often, and for how long, a URL may be asked. */
export interface Patience {
  /** At most so many requests (redirects not counted). */
  readonly tries: number;
  /** No try begins later than this after the first, in milliseconds. */
  readonly budget: number;
  /** The first wait, in milliseconds; each further one is twice as long. */
  readonly firstWait: number;
  /** For a connection, in milliseconds. */
  readonly connectTimeout: number;
  /** For an answer to begin, and to go on, in milliseconds; gateways themselves wait for 60 s by default. */
  readonly answerTimeout: number;
  readonly signal?: AbortSignal | undefined;
  /** Told what is about to happen: `asked to wait 5 s: asking again then`. */
  readonly progress?: ((text: string) => void) | undefined;
}

/** All that came of it. */
export interface Asked {
  readonly tries: readonly Try[];
  /**
   * Why it ended: it went `well`, another try would be of `no use`, the `tries` or the `time` were used up, or the site asks to
   * `wait` longer than that (with how long, in milliseconds).
   */
  readonly ended: 'well' | 'no use' | 'tries' | 'time' | 'wait';
  readonly wait: number | null;
}

/** Statuses that can be over a moment later. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 527, 530]);

/**
 * Asks, and asks again while what came may be over soon: few times, with waits that double, never sooner than Retry-After
 * says, and with GET alone.
 */
export async function askPolitely(url: string, patience: Patience): Promise<Asked> {
  const { tries, budget, firstWait, signal, progress } = patience;
  const agent = new Agent({
    connect: { timeout: patience.connectTimeout },
    headersTimeout: patience.answerTimeout,
    bodyTimeout: patience.answerTimeout,
    // Each try on a connection of its own, as another visitor would have it.
    pipelining: 0,
    allowH2: false,
  });
  const made: Try[] = [];
  const from = performance.now();
  try {
    for (;;) {
      const last = await askOnce(url, agent, signal);
      made.push(last);
      const asksFor = waitIn(last);
      const ended = endOf(last);
      if (ended) return { tries: made, ended, wait: asksFor };
      const wait = Math.max(firstWait * 2 ** (made.length - 1), asksFor ?? 0);
      if (made.length >= tries) return { tries: made, ended: 'tries', wait: asksFor };
      if (performance.now() - from + wait > budget) {
        return { tries: made, ended: asksFor === wait ? 'wait' : 'time', wait: asksFor };
      }
      progress?.(
        `${saidOf(last)}; asking again in ${(wait / 1000).toFixed(1)} s (try ${made.length + 1} of at most ${tries})`,
      );
      await pause(wait, undefined, { signal });
    }
  } finally {
    await agent.destroy();
  }
}

function endOf({ answer, failure }: Try): 'well' | 'no use' | null {
  if (failure) return failure.passing ? null : 'no use';
  if (answer && answer.status < 400) return answer.cut ? null : 'well';
  return answer && PASSING.has(answer.status) ? null : 'no use';
}

function waitIn({ answer, at, ms }: Try): number | null {
  return answer ? retryAfter(fieldValues(answer.fields, 'Retry-After'), at + ms) : null;
}

function saidOf({ answer, failure }: Try): string {
  return answer ? `answered ${answer.status}` : `no answer (${failure?.code})`;
}
