import type { Candidate } from './atlas.ts';
import type { RecordedPage } from './signature.ts';

/** What one case showed of one fault: a line of what the reporter `signatures` writes. */
export interface Sighting extends Candidate {
  /** Correlation ids of the exchanges that met the fault. */
  readonly ids: readonly string[];
  /** The answer of the first of them, where the gateway itself made it. */
  readonly page: RecordedPage | null;
  /** Why it could not be played; null where it was. */
  readonly why: string | null;
  /** What the gateway logged while the case was played, as it stands. */
  readonly log: readonly string[];
}
