import type { Exchange } from '../../core/evidence.ts';
import type { Attempt, ExchangeFacts, Facts } from '../../core/facts.ts';
import type { UpstreamAnswer } from '../../core/upstream-answer.ts';

/** An upstream connection that carried one request, and then the next. */
export interface Reuse {
  /** The exchange of the first, and what the upstream had sent for it when it got the next. */
  readonly exchange: Exchange;
  readonly answer: UpstreamAnswer;
  /** The request that followed, and the exchange that it was for. */
  readonly attempt: Attempt;
  readonly next: Exchange;
}

/**
 * Every reuse of an upstream connection that was decided when the answer before it was known: its last octet was sent, and
 * its exchange was over, before the client sent the request that followed. Streams of HTTP/2 are apart from each other: what
 * one answer leaves behind does not touch the next.
 */
export function reuses({ twin, exchanges, aborted }: Pick<Facts, 'twin' | 'exchanges' | 'aborted'>): Reuse[] {
  return [twin, [...exchanges, ...aborted]].flatMap((pass) => {
    const next = new Map(everyAttempt(pass).map((one) => [keyOf(one.attempt), one]));
    return everyAttempt(pass).flatMap(({ exchange, answer, attempt }) => {
      const after = next.get(keyOf({ ...attempt, nth: attempt.nth + 1 }));
      if (!after || attempt.version === '2' || !isOver(exchange, answer, after.exchange)) return [];
      return [{ exchange, answer, attempt: after.attempt, next: after.exchange }];
    });
  });
}

function isOver(exchange: Exchange, { lastAt }: UpstreamAnswer, next: Exchange): boolean {
  return exchange.endedAt <= next.startedAt && (lastAt ?? 0) <= next.startedAt;
}

function everyAttempt(pass: readonly ExchangeFacts[]) {
  return pass.flatMap(({ exchange, answers }) =>
    answers.map((answer) => ({ exchange, answer, attempt: answer.attempt })),
  );
}

function keyOf({ upstream, connection, nth }: Pick<Attempt, 'upstream' | 'connection' | 'nth'>): string {
  return `${upstream} ${connection} ${nth}`;
}
