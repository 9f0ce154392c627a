import type { GatewaySettings } from '../core/scenario.ts';
import type { Path } from './path.ts';
import type { Report } from './report.ts';
import { gatewaySettingsShape } from './scenario-shape.ts';

/** Settings that say how TLS is spoken, and mean nothing without it. */
const OF_TLS = ['client-certificate', 'revocation', 'sessions'] as const;

/** What `gateway` asks for as a map at `path`; undefined, with the problems noted, where it is wrong. */
export function toSettings(value: unknown, path: Path, report: Report): Partial<GatewaySettings> | undefined {
  const checked = report.check(gatewaySettingsShape, value, path);
  if (!checked) return undefined;
  const { 'client-certificate': clientCertificate, only: _only, ...settings } = checked;
  const idle = OF_TLS.find((key) => checked[key] === true && checked.tls !== true);
  if (idle) {
    const message = `\`${idle}\` means nothing where no TLS is spoken`;
    report.add([...path, idle], { code: 'no-tls', message, hint: 'add `tls: true`', at: 'key' });
  }
  return clientCertificate === undefined ? settings : { ...settings, clientCertificate };
}
