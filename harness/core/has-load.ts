import { allSteps, type Variant } from './scenario.ts';

/** Whether a step of it is a load, which spoils the times of whatever shares the gateway or the machine with it. */
export function hasLoad({ steps }: Pick<Variant, 'steps'>): boolean {
  return allSteps(steps).some(({ kind }) => kind === 'load');
}
