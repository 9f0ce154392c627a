import type { Found, Gateway } from '../core/gateway.ts';
import { printable } from './printable.ts';

/** A gateway with what was found of it. */
export interface LookedFor {
  readonly gateway: Gateway;
  readonly look: Found;
  /** Versions of it that were fetched, beside the one that is installed. */
  readonly fetched?: readonly Fetched[] | undefined;
}

interface Fetched {
  readonly version: string;
  readonly suite: string;
  /** What starts it. */
  readonly program: string;
}

/**
 * Gateways one a line: name, title and version, features; for one that is not there the reason, with what to install.
 * Versions that were fetched stand below, by the names that a run takes them by.
 */
export function gatewayLines(looked: readonly LookedFor[]): string {
  const names = Math.max(...looked.map(({ gateway }) => gateway.name.length));
  const titles = Math.max(...looked.map((one) => titleOf(one).length));
  return looked
    .flatMap((one) => [
      `${one.gateway.name.padEnd(names)}  ${restOf(one, titles)}`.trimEnd(),
      ...(one.fetched ?? []).map((fetched) => `  ${fetchedLine(one, fetched)}`),
    ])
    .join('\n')
    .concat('\n');
}

/** Where nothing is installed, and a version that was fetched stands in, that is said. */
function fetchedLine({ gateway: { name }, look }: LookedFor, { version, suite, program }: Fetched): string {
  const standsIn = look.found && look.program === program;
  return `${name}@${version}, fetched from Debian's ${suite}${standsIn ? `; ${name} is this one, as none is installed` : ''}`;
}

function restOf({ gateway, look }: LookedFor, width: number): string {
  if (!look.found) return `not found: ${printable(look.reason)}`;
  return `${titleOf({ gateway, look }).padEnd(width)}  ${gateway.features.join(', ')}`;
}

function titleOf({ gateway, look }: LookedFor): string {
  if (!look.found) return '';
  if (gateway.image?.own) return gateway.summary;
  return look.version === '-' ? gateway.title : `${gateway.title} ${look.version}`;
}
