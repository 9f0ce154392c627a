import type { Place } from '../core/place.ts';
import { allSteps, type Step } from '../core/scenario.ts';

/** What an author wrote about one step, for one gateway. */
export interface Authored {
  readonly path: string;
  readonly place: Place;
  /** Key of `expect:` -> checked value, and where it stands. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly places: Readonly<Record<string, Place>>;
}

/** The steps with expectations, nested ones too, each with what is expected of it on a gateway. */
export function authoredSteps(steps: readonly Step[], gateway: string): Authored[] {
  return allSteps(steps).flatMap((step) => {
    if (!('expect' in step) || !step.expect) return [];
    const { values, places, perGateway } = step.expect;
    const own = perGateway[gateway];
    return [
      {
        path: step.path,
        place: step.place,
        values: { ...values, ...own?.values },
        places: { ...places, ...own?.places },
      },
    ];
  });
}
