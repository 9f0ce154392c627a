import type { Launch } from '../../core/gateway.ts';
import type { Authority } from '../../core/tls.ts';
import { issue } from '../../upstream/tls/issue.ts';

/**
 * The launch with the certificates that it asks for put in place: one file holds certificate and key, since what reads
 * either looks for its own kind of block (RFC 7468 section 2).
 */
export function certify(launch: Launch, authority: () => Authority): Launch {
  const { certified, placed } = launch;
  if (!certified) return launch;
  const { chain, key } = issue('good', authority(), [certified.host]);
  const files = certified.paths.map((path) => [path, `${chain}${key}`]);
  return { ...launch, placed: { ...placed, ...Object.fromEntries(files) } };
}
