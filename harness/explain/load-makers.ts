import { loadFolder } from '../core/registry.ts';
import type { Maker } from './maker.ts';

/** All that are known. */
export function loadMakers(): Promise<Maker[]> {
  return loadFolder<Maker>('explain/makers');
}
