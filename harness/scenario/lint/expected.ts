import { allSteps, type Step, type Variant } from '../../core/scenario.ts';
import { pathOf } from '../lint.ts';
import type { Path } from '../path.ts';

/** What is expected of one step by all gateways, or by one of them. */
export interface Expected {
  readonly step: Extract<Step, { kind: 'request' | 'load' }>;
  /** Null for what holds on every gateway that has no own. */
  readonly gateway: string | null;
  /** Key of `expect:` -> checked value, a gateway's own ones in the place of the common ones. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Where a key stands in the document. */
  pathTo(key: string): Path;
}

/** All that is expected in a scenario, step by step. */
export function expectedIn({ steps }: Pick<Variant, 'steps'>): Expected[] {
  return allSteps(steps).flatMap((step) => {
    if ((step.kind !== 'request' && step.kind !== 'load') || !step.expect) return [];
    const { values, perGateway } = step.expect;
    const path = [...pathOf(step), 'expect'];
    const common: Expected = { step, gateway: null, values, pathTo: (key) => [...path, key] };
    const own = Object.entries(perGateway).map(([gateway, given]): Expected => {
      const pathTo = (key: string) => (key in given.values ? [...path, 'per-gateway', gateway, key] : [...path, key]);
      return { step, gateway, values: { ...values, ...given.values }, pathTo };
    });
    return [common, ...own];
  });
}

/** The statuses of an expectation as words: `502`, `5xx`, `none`. */
export function statusWords(value: unknown): string[] {
  return [value].flat().map(String);
}
