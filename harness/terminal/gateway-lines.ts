import type { Found, Gateway } from '../core/gateway.ts';
import { printable } from './printable.ts';

/** A gateway with what was found of it. */
export interface LookedFor {
  readonly gateway: Gateway;
  readonly look: Found;
  /** Versions of it that were fetched, beside the one that is installed. */
  readonly fetched?: readonly { readonly version: string; readonly suite: string }[] | undefined;
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
      ...(one.fetched ?? []).map(
        ({ version, suite }) => `  ${one.gateway.name}@${version}, fetched from Debian's ${suite}`,
      ),
    ])
    .join('\n')
    .concat('\n');
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
