import type { Defect, ParsedResponse } from './evidence.ts';
import type { Attempt } from './facts.ts';

/** What an upstream really sent for one attempt, read by the same strict parser as what clients get. */
export interface UpstreamAnswer {
  readonly attempt: Attempt;
  /** Every octet from this request to the next one on the connection, as far as they were kept. */
  readonly octets: Buffer;
  /** False where more was sent than was kept: then nothing may be concluded from what is missing. */
  readonly whole: boolean;
  /** When its first and its last octets were sent; null where there was none. */
  readonly firstAt: number | null;
  readonly lastAt: number | null;
  /** Interim (1xx) responses, then the final one, or null where no head of it was sent whole. */
  readonly interim: readonly ParsedResponse[];
  readonly final: ParsedResponse | null;
  /** Octets behind the end of the final response. */
  readonly leftover: number;
  /** Where it deviates from the grammar. */
  readonly defects: readonly Defect[];
  /** True where the upstream said by HTTP/2 that it did not process the request: it may be sent again (RFC 9113 section 8.7). */
  readonly unprocessed: boolean;
  /** How the connection ended after it: not by the end of the case, by the gateway (`peer-…`), or by the upstream. */
  readonly ended: 'kept' | 'peer-fin' | 'peer-rst' | 'our-fin' | 'our-rst';
}
