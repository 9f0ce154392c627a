import { dirname, resolve } from 'node:path';
import type { ComposeProject } from './compose-project.ts';
import type { RawService } from './compose-service.ts';
import { isMap } from './is-map.ts';
import type { Path } from './path.ts';
import type { Report } from './report.ts';

/** Where Compose puts them where nobody says so. */
const FOLDERS = { configs: '/', secrets: '/run/secrets/' } as const;

/** The configs and secrets of a service that are files of this machine: path in the container -> path here. */
export function composeFiles(
  service: Pick<RawService, keyof typeof FOLDERS>,
  project: ComposeProject,
  { path, report }: { path: Path; report: Report },
): Record<string, string> {
  const found: [string, string][] = [];
  for (const kind of ['configs', 'secrets'] as const) {
    for (const [index, given] of (service[kind] ?? []).entries()) {
      const { source, target } = typeof given === 'string' ? { source: given, target: undefined } : given;
      const declared = project[kind][source];
      const file = isMap(declared) ? declared.file : undefined;
      if (typeof file !== 'string') {
        const hint = `give it as a file: ${kind}: { ${source}: { file: ./${source} } }`;
        report.add([...path, kind, index], { code: 'no-file', message: `"${source}" is no file`, hint });
        continue;
      }
      const place = target?.startsWith('/') ? target : `${FOLDERS[kind]}${target ?? source}`;
      found.push([place, resolve(dirname(project.file), file)]);
    }
  }
  return Object.fromEntries(found);
}
