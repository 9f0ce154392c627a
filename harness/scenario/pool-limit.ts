import type { z } from 'zod';
import type { PoolLimit } from '../core/scenario.ts';
import type { gatewaySettingsShape } from './scenario-shape.ts';

/** How long a request waits in a queue unless said otherwise, in milliseconds. */
const WAIT = 1000;

/** A limit as a scenario says it, with what it leaves out. */
export function poolLimit({
  connections,
  queue = 0,
  wait = WAIT,
}: NonNullable<z.infer<typeof gatewaySettingsShape>['pool']>): PoolLimit {
  return { connections, queue, wait: queue === 0 ? 0 : wait };
}
