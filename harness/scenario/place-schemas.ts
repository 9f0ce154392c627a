import { isIPv4 } from 'node:net';
import { z } from 'zod';
import type { Address } from '../core/gateway.ts';

const PORT = /^\d{1,5}$/;
const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)*$/;

/** Host and port of `app:3000`; undefined where the text is none. An IPv6 address is none: upstreams speak IPv4. */
function parsePlace(text: string): Address | undefined {
  const at = text.lastIndexOf(':');
  const host = text.slice(0, at);
  const port = text.slice(at + 1);
  if (at < 1 || !PORT.test(port) || Number(port) < 1 || Number(port) > 65_535) return undefined;
  return isIPv4(host) || NAME.test(host) ? { host, port: Number(port) } : undefined;
}

/** Where an upstream is in the user's configuration: `app:3000`, `10.0.0.5:80`. */
export const upstreamPlaceSchema = z
  .string({ error: 'must be host:port, as it stands in the configuration' })
  .transform((text, context) => {
    const place = parsePlace(text);
    if (place) return place;
    context.addIssue({
      code: 'custom',
      message: 'must be host:port, as it stands in the configuration, such as app:3000',
    });
    return z.NEVER;
  });

/** Where a gateway listens: `8080`, `10.0.0.1:8080`, `https://8443`. */
export interface Listen extends Address {
  readonly tls: boolean;
}

const LISTEN_WORDS = 'must be a port such as 8080, an address with a port, or https:// and one of them';

/** As it stands in the configuration; a port alone means every address, of which 127.0.0.1 is asked. */
export const listenSchema = z
  .union([z.int(), z.string()], { error: LISTEN_WORDS })
  .transform((given, context): Listen => {
    const [, scheme, rest = ''] = /^(https?:\/\/)?(.*)$/.exec(String(given)) ?? [];
    const place = parsePlace(PORT.test(rest) ? `127.0.0.1:${rest}` : rest);
    if (place && isIPv4(place.host)) return { ...place, tls: scheme === 'https://' };
    context.addIssue({ code: 'custom', message: LISTEN_WORDS });
    return z.NEVER;
  });
