import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { ImageStart } from '../core/gateway.ts';
import type { Path } from './path.ts';
import type { Report } from './report.ts';

const SHORT = 'must be HOST_PATH:CONTAINER_PATH, a name in place of the first, or a map with `type` and `target`';

/** One entry of `volumes`, in its short and in its long form. */
export const volumeSchema = z.union(
  [z.string(), z.looseObject({ type: z.string(), source: z.string().optional(), target: z.string() })],
  { error: SHORT },
);

/** Certificates and keys are seldom beside the sources; those that a gateway wants are made. */
const SECRET = /\.(?:pem|crt|cer|cert|key)$/;

interface Mount {
  readonly type: string;
  readonly source: string;
  readonly target: string;
}

/**
 * The volumes of a service. What is bound from this machine is copied, so that nothing of it is changed and several cases
 * run at once; a named volume is an empty one.
 */
export function composeVolumes(
  given: readonly z.infer<typeof volumeSchema>[],
  { folder, path, report }: { folder: string; path: Path; report: Report },
): Required<Pick<ImageStart, 'copies' | 'volumes' | 'memory'>> {
  const mounts = given.map((one) => (typeof one === 'string' ? shortMount(one) : { source: '', ...one }));
  const bound = mounts.map((mount, index) =>
    boundTo(mount, folder, (message) => {
      report.add([...path, 'volumes', index], { code: 'wrong-volume', message });
      return null;
    }),
  );
  const copies = mounts.flatMap(({ target }, index): [string, string][] => {
    const source = bound[index];
    return source ? [[target, source]] : [];
  });
  const targets = (type: string): string[] => mounts.filter((one) => one.type === type).map(({ target }) => target);
  return { copies: Object.fromEntries(copies), volumes: targets('volume'), memory: targets('tmpfs') };
}

/** A source that is no path is the name of a volume. */
function shortMount(text: string): Mount {
  const [source = '', target] = text.split(':');
  if (target === undefined) return { type: 'volume', source: '', target: source };
  return { type: /^[./~]/.test(source) ? 'bind' : 'volume', source, target };
}

/** The absolute path of what is bound; null where nothing is. */
function boundTo({ type, source, target }: Mount, folder: string, complain: (message: string) => null): string | null {
  if (type !== 'bind') return null;
  const path = resolve(folder, source.replace(/^~(?=\/|$)/, homedir()));
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile() || stats?.isDirectory()) return path;
  if (stats) return complain(`${source} is no file or folder: what it leads to is not there under test`);
  return SECRET.test(target) ? null : complain(`there is no file or folder ${source}`);
}
