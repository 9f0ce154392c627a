import type { Effect } from '../../../core/effect.ts';
import type { Address } from '../../../core/gateway.ts';
import { leadsBack } from '../../../core/leads-back.ts';
import type { ConnectionScript, UpstreamScript, UpstreamStep } from '../../../core/script.ts';
import type { Arm } from '../place.ts';

/** The upstream program follows a script; there is nothing to take away, since the next state brings its own. */
export const armScript: Arm<Extract<Effect, { place: 'script' }>> = async (context, { script }) => {
  const { handle, ground, listen } = context;
  await handle.follow(leadsBack(script) ? ledTo(await ground.wayBack(listen), script) : script);
  return { probes: [], disarm: async () => {} };
};

/** The script with the address at which the upstream reaches the gateway. */
function ledTo(gateway: Address, script: UpstreamScript): UpstreamScript {
  const step = (one: UpstreamStep): UpstreamStep =>
    one.do === 'splice' && one.to === 'gateway' ? { ...one, to: gateway } : one;
  const connection = (one: ConnectionScript) => ({ ...one, steps: one.steps.map(step) });
  return { ...script, connections: script.connections.map(connection), rest: script.rest && connection(script.rest) };
}
