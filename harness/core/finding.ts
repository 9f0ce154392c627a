import type { Place } from './place.ts';

/** `must` and `should` as the source says it; `practice` where no standard speaks; `author` for an `expect:` of the scenario. */
export type Level = 'must' | 'should' | 'practice' | 'author';

/** One thing that is not as it should be. Expected and actual are texts made once, never parsed back. */
export interface Finding {
  /** Id of the rule, `OP-28`, or of the expectation, `expect.status`. */
  readonly rule: string;
  readonly level: Level;
  /** RFC section, manual or catalogue row that backs it. */
  readonly source: string;
  readonly expected: string;
  readonly actual: string;
  /** Where in the scenario, for what an author wrote. */
  readonly place?: Place | undefined;
  /** Correlation id of the exchange that shows it. */
  readonly exchange?: string | undefined;
  /** A deviation bound to time: broken rather than failed when the harness itself was late. */
  readonly timed?: boolean | undefined;
  /** The recorded known deviation that covers it. */
  readonly deviation?: Deviation | undefined;
}

/** A recorded known deviation of a gateway. */
export interface Deviation {
  readonly gateway: string;
  readonly scenario: string;
  readonly rule: string;
  readonly reason: string;
  readonly source: string;
  readonly place: Place;
}
