import { didYouMean } from '../core/did-you-mean.ts';
import type { Address, GatewaySetup, Slot } from '../core/gateway.ts';
import { slotUpstreams } from '../core/slot-upstreams.ts';
import type { Path } from './path.ts';
import { placeholdersIn, replacePlaceholders } from './placeholder.ts';
import type { Report } from './report.ts';
import { visitTexts } from './visit-texts.ts';

/** A gateway of the user's own is given no replicas: its configuration would have to differ with their number. */
const ADDRESSES = ['listen', ...slotUpstreams(1).map((name) => `upstreams.${name}`)];

/** The placeholders that the texts of a gateway may hold: `${listen}`, `${upstreams.app.port}`, `${dir}` and so on. */
export const GATEWAY_PLACEHOLDERS: readonly string[] = [
  ...ADDRESSES.flatMap((name) => [name, `${name}.host`, `${name}.port`]),
  'dir',
];

/** The text with its placeholders filled in from the gateway's one slot. Every placeholder must be a known one. */
export function fillGatewayText(text: string, setup: Pick<GatewaySetup, 'dir'>, slot: Slot): string {
  return replacePlaceholders(text, (name) => (name === 'dir' ? setup.dir : addressText(name, slot)));
}

/** Notes placeholders that there are none of. */
export function checkGatewayPlaceholders(parts: Readonly<Record<string, unknown>>, path: Path, report: Report): void {
  visitTexts(parts, path, (text, at) => {
    for (const name of placeholdersIn(text).filter((one) => !GATEWAY_PLACEHOLDERS.includes(one))) {
      const hint = didYouMean(name, GATEWAY_PLACEHOLDERS, 'placeholders');
      report.add(at, { code: 'unknown-placeholder', message: `unknown placeholder \${${name}}`, hint });
    }
  });
}

function addressText(name: string, slot: Slot): string {
  const [, base = '', part] = /^(.*?)(?:\.(host|port))?$/.exec(name) ?? [];
  const address: Address | undefined = base === 'listen' ? slot.listen : slot.upstreams[base.replace('upstreams.', '')];
  if (!address) throw new TypeError(`the slot has no address for \${${name}}`);
  if (part === 'host') return address.host;
  return part === 'port' ? String(address.port) : `${address.host}:${address.port}`;
}
