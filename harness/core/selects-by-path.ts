import type { Variant } from './scenario.ts';
import { statesOf } from './states-of.ts';

/** Whether an upstream tells requests by their path: one that a gateway's own routes may have changed. */
export function selectsByPath(variant: Variant): boolean {
  return Object.keys(variant.upstreams)
    .flatMap((upstream) => statesOf(variant, upstream))
    .some(({ effect }) => {
      const script = 'script' in effect ? effect.script : undefined;
      return script?.requests?.choices?.some(({ when }) => when.path !== undefined) ?? false;
    });
}
