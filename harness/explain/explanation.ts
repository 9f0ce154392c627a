import type { ErrorType } from './error-type.ts';
import type { Confidence, Station } from './identify.ts';
import type { ReadField } from './read-fields.ts';
import type { RequestId } from './request-ids.ts';

/** Who made the page. */
export interface MadeBy {
  readonly name: string | null;
  readonly title: string | null;
  readonly version: string | null;
  readonly confidence: Confidence;
  readonly why: readonly string[];
}

/** What is known of the cause. */
export interface Cause {
  /** Who tells: Proxy-Status, the page, the status line alone; `nobody` where nothing does. */
  readonly toldBy: 'Proxy-Status' | 'page' | 'nobody';
  /** What may have happened; one where it is told. */
  readonly possible: readonly { readonly type: ErrorType; readonly means: string }[];
  readonly note: string | null;
}

/** Whether it is over soon. */
export interface Passing {
  readonly verdict: 'temporary' | 'still there' | 'lasting' | 'not asked' | 'works';
  /** In a sentence. */
  readonly says: string;
  readonly tries: readonly { readonly at: string; readonly ms: number; readonly result: string }[];
}

/** All that the client's side alone can tell about one failure. */
export interface Explanation {
  readonly title: string;
  readonly url: string | null;
  readonly method: string;
  readonly time: string | null;
  readonly ms: number | null;
  /** How many requests went the very same way. */
  readonly count: number;
  /** Null where no answer came. */
  readonly status: number | null;
  readonly reason: string | null;
  /** Where it ended, where no answer came. */
  readonly stage: string | null;
  readonly code: string | null;
  readonly healthy: boolean;
  readonly cut: boolean | null;
  readonly happened: readonly string[];
  /** Null where no page is to be explained. */
  readonly madeBy: MadeBy | null;
  /** Others who show themselves on the way. */
  readonly onTheWay: readonly Station[];
  readonly cause: Cause | null;
  readonly passing: Passing;
  readonly helps: readonly string[];
  readonly hardlyHelps: readonly string[];
  readonly ids: readonly RequestId[];
  /** Where the operator finds more, by whom. */
  readonly lookAt: readonly { readonly title: string; readonly where: string }[];
  readonly fields: readonly ReadField[];
}
