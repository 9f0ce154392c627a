import { isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { z } from 'zod';
import { durationSchema } from '../core/duration-schema.ts';
import type { Timeouts } from '../core/evidence.ts';
import type { Address, Feature } from '../core/gateway.ts';
import { type Listen, upstreamPlaceSchema } from './place-schemas.ts';
import type { Report } from './report.ts';

const text = z.string({ error: 'must be text; put quotes round it' });
const prefix = z.string().regex(/^\/\S*$/, { error: 'must be a path that begins with /' });

/** A gateway that runs already, as it stands in gatecrash.yaml. */
export const urlShape = z.strictObject({
  url: text.describe('Where the gateway that runs already listens.'),
  host: text.describe('The Host that requests are for.').optional(),
  upstreams: z.partialRecord(z.enum(['app', 'other']), upstreamPlaceSchema),
  routes: z.partialRecord(z.enum(['app', 'other']), prefix).optional(),
  timeouts: z.strictObject({ connect: durationSchema, read: durationSchema }).optional(),
  features: z.array(z.enum(['keepalive', 'cache'])).optional(),
});

/** A gateway that runs already, and whose upstreams are to be played where it looks for them. */
export interface UrlConfig {
  readonly url: string;
  readonly listen: Listen;
  readonly host: string | null;
  readonly upstreams: Readonly<Record<string, Address>>;
  /** Path prefix by upstream, where they are not the usual ones. */
  readonly routes: Readonly<Record<string, string>> | undefined;
  /** What its configuration says; null where nobody told. */
  readonly timeouts: Timeouts | null;
  readonly features: readonly Feature[];
}

/** One gateway that runs already; undefined, with the problems noted, where it is none. */
export function toUrlConfig(
  value: unknown,
  { path, report }: { path: readonly string[]; report: Report },
): UrlConfig | undefined {
  const raw = report.check(urlShape, value, [...path]);
  if (!raw) return undefined;
  const listen = placeOf(raw.url);
  if ('wrong' in listen) {
    const hint = 'traffic goes to this machine and nowhere else: url: http://127.0.0.1:8080';
    report.add([...path, 'url'], { code: 'wrong-url', message: listen.wrong, hint });
  }
  if (!raw.upstreams.app) {
    const hint = 'give host and port where the gateway looks for it: app: 127.0.0.1:3000';
    report.add([...path, 'upstreams'], { code: 'missing-key', message: '`app` is missing', hint });
  }
  const upstreams: Record<string, Address> = {};
  for (const [name, { host, port }] of Object.entries(raw.upstreams)) {
    upstreams[name] = { host: host === 'localhost' ? '127.0.0.1' : host, port };
    if (isOurs(upstreams[name].host)) continue;
    const hint = 'point the upstream of the gateway at an address such as 127.0.0.1:3000';
    const message = `${host} is no loopback or private address of this machine, so that nobody can listen there`;
    report.add([...path, 'upstreams', name], { code: 'wrong-address', message, hint });
  }
  if ('wrong' in listen || !raw.upstreams.app) return undefined;
  const { host = null, routes, timeouts = null, features = [] } = raw;
  return {
    url: raw.url,
    listen,
    host,
    upstreams,
    routes: routes as UrlConfig['routes'],
    timeouts,
    features,
  };
}

function placeOf(url: string): Listen | { wrong: string } {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed || !/^https?:$/.test(parsed.protocol)) return { wrong: `"${url}" is no http:// or https:// URL` };
  if (parsed.pathname !== '/' || parsed.search || parsed.username)
    return { wrong: `"${url}" is to be a scheme, an address and a port alone` };
  const tls = parsed.protocol === 'https:';
  const host = parsed.hostname === 'localhost' ? '127.0.0.1' : parsed.hostname;
  if (!isOurs(host)) return { wrong: `${parsed.hostname} is no loopback or private address of this machine` };
  return { host, port: parsed.port === '' ? (tls ? 443 : 80) : Number(parsed.port), tls };
}

/** Whether it is an IPv4 address that leads to this machine, and is of a private range (RFC 1918) where it is no loopback one. */
function isOurs(host: string): boolean {
  if (!isIPv4(host)) return false;
  if (host.startsWith('127.')) return true;
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return /^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./.test(host) && own.some(({ address }) => address === host);
}
