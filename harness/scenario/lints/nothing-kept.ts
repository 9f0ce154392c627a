import type { RequestSpec } from '../../core/scenario.ts';
import { isMap } from '../is-map.ts';
import { type Happening, happeningsOf } from '../lint/happenings.ts';
import { valueAt } from '../lint/value-at.ts';
import { type Lint, type ReadScenario, rowsOf, type Suspicion } from '../lint.ts';
import type { Path } from '../path.ts';

/** Whoever writes `connection: kept` means a connection that is there. */
const nothingKept: Lint = {
  code: 'nothing-kept',
  summary: 'A request wants the kept connection of a client that has none.',
  find: (read) => rowsOf(read.scenario).flatMap(({ variant, row }) => inVain(read, happeningsOf(variant.steps), row)),
};

export default nothingKept;

function inVain({ source }: ReadScenario, happenings: readonly Happening[], row: number | null): Suspicion[] {
  const gone = new Map<string, string | null>();
  const found = new Map<string, Suspicion>();
  const good = new Set<string>();
  for (const happening of happenings) {
    if (happening.kind !== 'request') continue;
    const { request, times } = happening;
    const path = saysKept(source.value, happening.path);
    const why = gone.has(request.client) ? gone.get(request.client) : 'it is the first request of this client';
    if (path && why === null) good.add(path.join('.'));
    if (path && why)
      found.set(path.join('.'), {
        path,
        row,
        message: `there is no connection that was kept: ${why}`,
        hint: 'take the key away, or let a request of the same client come before that leaves its connection open',
      });
    if (times === 1) gone.set(request.client, whyGone(request));
  }
  return [...found].filter(([key]) => !good.has(key)).map(([, suspicion]) => suspicion);
}

/** Why a client has no connection after a request; null where it has. */
function whyGone({ abort, headers, client }: RequestSpec): string | null {
  if (abort) return `${client} gave its last exchange up (abort)`;
  const connection = Object.entries(headers).find(([name]) => name.toLowerCase() === 'connection');
  return connection && /\bclose\b/i.test(connection[1]) ? `${client} said Connection: close before` : null;
}

/** Where `connection: kept` is written of a request: beside it, or in its map. */
function saysKept(document: unknown, path: Path): Path | null {
  const places = [path, [...path, 'request']];
  const place = places.find((at) => {
    const value = valueAt(document, at);
    return isMap(value) && value.connection === 'kept';
  });
  return place ? [...place, 'connection'] : null;
}
