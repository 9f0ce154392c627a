import { didYouMean } from '../core/did-you-mean.ts';
import type { GatewaySettings } from '../core/scenario.ts';
import type { Catalogue } from './catalogue.ts';
import { isMap } from './is-map.ts';
import type { Path } from './path.ts';
import { poolLimit } from './pool-limit.ts';
import type { Report } from './report.ts';
import { gatewaySettingsShape } from './scenario-shape.ts';

/** Settings that say how TLS is spoken, and mean nothing without it. */
const OF_TLS = ['client-certificate', 'revocation', 'sessions'] as const;

/** What `gateway` asks for as a map at `path`; undefined, with the problems noted, where it is wrong. */
export function toSettings(
  value: unknown,
  path: Path,
  report: Report,
  catalogue: Pick<Catalogue, 'gateways' | 'configurable'>,
): Partial<GatewaySettings> | undefined {
  const checked = report.check(gatewaySettingsShape, value, path);
  if (isMap(value) && isMap(value.configuration))
    checkTexts(Object.keys(value.configuration), [...path, 'configuration'], report, catalogue);
  if (!checked) return undefined;
  const { 'client-certificate': clientCertificate, only: _only, retries, pool, ...others } = checked;
  // Where a fix takes back what was asked for, the key is there and has no value.
  const settings = {
    ...others,
    ...(retries && { retries: retries === 'off' ? retries : undefined }),
    ...(pool && { pool: poolLimit(pool) }),
  };
  const idle = OF_TLS.find((key) => checked[key] === true && checked.tls !== true);
  if (idle) {
    const message = `\`${idle}\` means nothing where no TLS is spoken`;
    report.add([...path, idle], { code: 'no-tls', message, hint: 'add `tls: true`', at: 'key' });
  }
  if (pool?.wait !== undefined && pool.queue === undefined) {
    const message = '`wait` means nothing where nobody may wait';
    report.add([...path, 'pool', 'wait'], { code: 'no-queue', message, hint: 'add `queue`', at: 'key' });
  }
  return clientCertificate === undefined ? settings : { ...settings, clientCertificate };
}

/** Text is for a gateway that takes some: neither for one that nobody knows nor for one whose configuration is the user's. */
function checkTexts(
  names: readonly string[],
  path: Path,
  report: Report,
  { gateways, configurable }: Pick<Catalogue, 'gateways' | 'configurable'>,
): void {
  if (!gateways || !configurable) return;
  for (const name of names.filter((one) => !configurable.includes(one))) {
    const known = gateways.includes(name);
    const code = known ? 'no-configuration-text' : 'unknown-gateway';
    const message = known ? `${name} takes no configuration text` : `unknown gateway "${name}"`;
    const hint = known
      ? `take it away; these take some: ${configurable.join(', ')}`
      : didYouMean(name, configurable, 'gateways');
    report.add([...path, name], { code, message, hint, at: 'key' });
  }
}
