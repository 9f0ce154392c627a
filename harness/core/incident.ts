import type { Place } from './place.ts';
import type { TimeClass } from './time-class.ts';

/** What an incident leaves behind on one gateway: how it is told from others. */
export interface Signature {
  /** As `status` of an expectation has it: a number, a class, none, or a list of these. */
  readonly status: unknown;
  readonly time: TimeClass;
  /** What a line of the gateway's log holds: a text, or a pattern between slashes. Null where its log does not tell. */
  readonly log: string | null;
  /** What the error page holds, in the same form; null where it says nothing of its own. */
  readonly page: string | null;
  readonly place: Place;
}

/** The part that a variant has in the story of an incident: what was reported, or how it was mended. */
export interface IncidentPart {
  readonly part: 'reported' | 'fix';
  /** By gateway, `nginx` or `nginx@>=1.23`: the incident is played on these and on no other. */
  readonly signatures: Readonly<Record<string, Signature>>;
  /** What the fix is, in one sentence; null in the variant as reported. */
  readonly what: string | null;
}
