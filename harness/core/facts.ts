import type { Case } from './case.ts';
import type { Evidence, Exchange, Timeouts } from './evidence.ts';
import type { Field } from './http.ts';
import type { Outcome } from './outcome.ts';
import type { UpstreamAnswer } from './upstream-answer.ts';

/** Which statuses a gateway-made error may have: RFC 9209's for the fault alone, or any of 502, 503, 504. */
export type Profile = 'strict' | 'compat';

/** One request as an upstream saw it. */
export interface Attempt {
  readonly upstream: string;
  readonly method: string;
  readonly target: string;
  /** Ordinal of the upstream connection, and of the request on it; both from 1. */
  readonly connection: number;
  readonly nth: number;
  readonly at: number;
  readonly phase: Exchange['phase'];
  readonly id: string | null;
  /** `1.1`. */
  readonly version: string;
  readonly fields: readonly Field[];
  /** Its content, once it came whole: octets, and their SHA-256 in hex; null where it never did. */
  readonly body: { readonly bytes: number; readonly hash: string } | null;
}

/** One exchange with what belongs to it. */
export interface ExchangeFacts {
  readonly exchange: Exchange;
  /** What reached the upstreams for it, in order, found by the correlation id. */
  readonly attempts: readonly Attempt[];
  /** What the upstream answered to each of them, in the same order. */
  readonly answers: readonly UpstreamAnswer[];
  /** The answer that the client's should be made of: that to the last attempt, if it has an octet; else null. */
  readonly answer: UpstreamAnswer | null;
  /** Who made the final response; null where there is none. Told by correlation id, status and body: see judge/made-by.ts. */
  readonly madeBy: 'gateway' | 'upstream' | null;
  /** Catalogue entry of the fault armed when it was sent; null where none was. */
  readonly outcome: Outcome | null;
  /** The statuses that the fault's script sends, of which `passed-on` and `repaired` speak; empty where no script answers. */
  readonly scripted: readonly number[];
  /** What the author expects of its step on this gateway: key of `expect:` -> value. */
  readonly authored: Readonly<Record<string, unknown>>;
}

/** What rules and expectations judge: the evidence, arranged once. Pure data. */
export interface Facts {
  readonly case: Case;
  readonly evidence: Evidence;
  readonly profile: Profile;
  readonly timeouts: Timeouts;
  /** Steps and aftermath, in order of sending, but for those that their client gave up. */
  readonly exchanges: readonly ExchangeFacts[];
  readonly twin: readonly ExchangeFacts[];
  /** The exchanges of the steps that their client gave up (`abort`): what came of them is no fault of the gateway. */
  readonly aborted: readonly ExchangeFacts[];
  /** The exchanges that were under way, or sent, while a step had struck the gateway down: judged by their author alone. */
  readonly struck: readonly ExchangeFacts[];
  /** Attempts of the phase `steps` and their connections, by upstream. */
  readonly upstreams: Readonly<Record<string, { readonly attempts: readonly Attempt[]; readonly connections: number }>>;
}

/** The tolerance on a time bound: 250 ms and a tenth of the timeout (operational.md). */
export function slack(timeout: number): number {
  return 250 + timeout / 10;
}

/** What an exchange came to, in the words that reports use. */
export function describeAnswer(exchange: Exchange): string {
  const { final, ended } = exchange;
  const how = { kept: 'connection kept', fin: 'closed by FIN', rst: 'reset', timeout: 'never ended' }[ended];
  if (!final)
    return exchange.received.length === 0
      ? `no byte, ${how}`
      : `${exchange.received.length} bytes that are no response, ${how}`;
  return `${final.status} ${wholeness(exchange)}, ${how}`;
}

/** Between two lengths nobody can choose: whether such a response is whole is not known, and so neither that it was cut. */
function wholeness({ final, defects }: Exchange): string {
  if (final?.complete) return 'complete';
  return defects.some(({ code }) => code === 'conflicting-content-length') ? 'of uncertain length' : 'truncated';
}

/**
 * Milliseconds from the sending of a request to the last octet of its complete response, or to the end of the connection
 * where that is what ends the exchange. Waiting for an announced close is not counted.
 */
export function answerTime({ startedAt, endedAt, final, pieces, ended }: Exchange): number {
  const whole = final?.complete === true && final.framing !== 'close-delimited';
  const last = whole || ended === 'kept' ? pieces.at(-1)?.at : undefined;
  return (last ?? endedAt) - startedAt;
}
