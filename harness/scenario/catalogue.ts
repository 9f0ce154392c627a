import type { Expectation } from '../core/expectation.ts';
import type { Fault } from '../core/fault.ts';

/** What scenarios may name: the plug-ins and names that were loaded before. */
export interface Catalogue {
  readonly faults: readonly Fault[];
  readonly expectations: readonly Expectation[];
  /** Names of gateways; null where they are not known, so that any name goes. */
  readonly gateways: readonly string[] | null;
  /** Names of those that take text of their own configuration from a scenario; any does where they are not given. */
  readonly configurable?: readonly string[] | null | undefined;
  /** Ids of standing rules; null where they are not known, so that any id goes. */
  readonly rules: readonly string[] | null;
}

/** The upstreams that there are: `/other` leads to other, all else to app and, in turn, to the replicas of it declared. */
export const UPSTREAM_NAMES: readonly string[] = ['app', 'app-2', 'app-3', 'other'];
