import type { Effect } from '../../core/effect.ts';
import type { UpstreamScript } from '../../core/script.ts';
import type { Armed, PlaceContext } from './place.ts';
import { armDns } from './places/dns.ts';
import { armFirewall } from './places/firewall.ts';
import { armListener } from './places/listener.ts';
import { armNetwork } from './places/network.ts';
import { armProcess } from './places/process.ts';
import { armResolver } from './places/resolver.ts';
import { armRoute } from './places/route.ts';
import { armScript } from './places/script.ts';

/** Arms any effect: the one place that lists the places. */
export async function arm(context: PlaceContext, effect: Effect): Promise<Armed> {
  switch (effect.place) {
    case 'script':
      return await armScript(context, effect);
    case 'listener':
      return await armListener(context, effect);
    case 'firewall':
      return await armFirewall(context, effect);
    case 'route':
      return await armRoute(context, effect);
    case 'network':
      return await armNetwork(context, effect);
    case 'process':
      return await armProcess(context, effect);
    case 'dns':
      return await armDns(context, effect);
    case 'resolver':
      return await armResolver(context, effect);
  }
}

/** Whether an effect strikes the upstream's process or blocks it, which must then be the upstream's own. */
export function needsOwnProcess(effect: Effect): boolean {
  if (effect.place === 'script') return blocks(effect.script);
  return effect.place === 'process' || (effect.place === 'listener' && effect.state === 'full');
}

function blocks({ connections, rest, requests }: UpstreamScript): boolean {
  const scripts = [...connections, rest, ...(requests?.list ?? []), requests?.rest];
  return scripts.filter((script) => script != null).some(({ steps }) => steps.some((step) => step.do === 'block'));
}
