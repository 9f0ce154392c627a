import type { UpstreamState } from '../core/scenario.ts';
import { HEALTHY } from '../core/script.ts';

/** An upstream that answers every request. */
export const HEALTHY_STATE: UpstreamState = {
  fault: null,
  label: 'healthy',
  effect: { place: 'script', script: HEALTHY },
};

/** An upstream that the scenario does not mention: whoever connects to it is observed, and makes the case broken. */
export const UNSCRIPTED_STATE: UpstreamState = {
  fault: null,
  label: 'not in the scenario',
  effect: { place: 'script', script: { connections: [], rest: null } },
};
