import type { Path } from './path.ts';
import type { Report } from './report.ts';

/** Notes that a gateway of the user's own has no upstream `app`, which every scenario needs. */
export function missingApp(path: Path, report: Report): void {
  const hint = 'give host and port as they stand in the configuration: app: app:3000';
  report.add([...path, 'upstreams'], { code: 'missing-key', message: '`app` is missing', hint });
}
