import type { Found, Gateway } from '../core/gateway.ts';
import { printable } from './printable.ts';

/** Gateways one a line: name, title and version, features; for one that is not there the reason, with what to install. */
export function gatewayLines(looked: readonly { gateway: Gateway; look: Found }[]): string {
  const names = Math.max(...looked.map(({ gateway }) => gateway.name.length));
  const titles = Math.max(...looked.map((one) => titleOf(one).length));
  return looked
    .map((one) => `${one.gateway.name.padEnd(names)}  ${restOf(one, titles)}`.trimEnd())
    .join('\n')
    .concat('\n');
}

function restOf({ gateway, look }: { gateway: Gateway; look: Found }, width: number): string {
  if (!look.found) return `not found: ${printable(look.reason)}`;
  return `${titleOf({ gateway, look }).padEnd(width)}  ${gateway.features.join(', ')}`;
}

function titleOf({ gateway, look }: { gateway: Gateway; look: Found }): string {
  if (!look.found) return '';
  return look.version === '-' ? gateway.title : `${gateway.title} ${look.version}`;
}
