import type { CaseGateway } from '../core/case.ts';
import type { Place } from '../core/place.ts';
import { allSteps, type Step } from '../core/scenario.ts';
import { inVersionRange, splitGateway } from '../core/version-range.ts';

/** What an author wrote about one step, for one gateway. */
export interface Authored {
  readonly path: string;
  readonly place: Place;
  /** Key of `expect:` -> checked value, and where it stands. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly places: Readonly<Record<string, Place>>;
}

/** The steps with expectations, nested ones too, each with what is expected of it on a gateway. */
export function authoredSteps(steps: readonly Step[], gateway: CaseGateway): Authored[] {
  return allSteps(steps).flatMap((step) => {
    if (!('expect' in step) || !step.expect) return [];
    const { values, places, perGateway } = step.expect;
    const own = Object.entries(perGateway).flatMap(([whose, given]) => (isMeant(whose, gateway) ? [given] : []));
    return [
      {
        path: step.path,
        place: step.place,
        values: Object.assign({}, values, ...own.map((one) => one.values)),
        places: Object.assign({}, places, ...own.map((one) => one.places)),
      },
    ];
  });
}

/** `nginx` means all versions of it, `nginx@<1.25` some; what stands later replaces what stands before. */
function isMeant(whose: string, { name, kind, version }: CaseGateway): boolean {
  const [gateway, range] = splitGateway(whose);
  return (gateway === name || gateway === kind) && (range === null || inVersionRange(version, range));
}
