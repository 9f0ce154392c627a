import type { Case } from '../core/case.ts';
import type { Address, Way } from '../core/gateway.ts';
import { formatHostPort } from '../core/host-port.ts';
import { rowId } from '../plan.ts';
import { printable } from '../terminal/printable.ts';
import { choicesOf } from './choices.ts';

/** What a person is told who has just opened a scenario. */
export interface Opened {
  readonly item: Case;
  readonly way: Way;
  /** Where people reach the gateway. */
  readonly url: string;
  readonly control: Address;
}

/** What stands, how it is reached, and how it is changed. */
export function introduction({ item, way, url, control }: Opened): string[] {
  const { scenario, variant, gateway } = item;
  const host = way.host === null ? '' : ` -H ${printable(`'Host: ${way.host}'`)}`;
  const insecure = way.tls ? ' -k' : '';
  const routes = [...way.routes].reverse();
  return [
    printable(scenario.name),
    ...(scenario.variants.length > 1 ? [`row 1 of ${scenario.variants.length}: ${rowId(scenario, variant)}`] : []),
    `${gateway.name} ${gateway.version} is open at ${url}`,
    ...Object.entries(variant.upstreams).map(([upstream, state]) => `  ${upstream}: ${state.label}`),
    '',
    ...routes.map(({ prefix, upstream }) => `  curl -i${insecure}${host} ${url}${prefix}     leads to ${upstream}`),
    `  curl ${formatHostPort(control)}/     the control API: what is in force, and how to change it`,
    '',
    ...keyLines(item),
  ];
}

/** What the keys do. */
export function keyLines({ variant }: Case): string[] {
  return [
    ...choicesOf(variant).map(({ key, upstream, state }) => `  ${key}  ${upstream}: ${state.label}`),
    "  s  send the scenario's own requests, each once",
    '  ?  these keys again',
    '  q  end',
  ];
}
