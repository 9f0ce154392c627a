import { z } from 'zod';
import type { UpstreamState } from '../core/scenario.ts';
import { type ConnectionScript, HEALTHY_CONNECTION } from '../core/script.ts';
import type { Catalogue } from './catalogue.ts';
import { nameOf } from './explain-issue.ts';
import { toFaultState } from './fault-state.ts';
import { isMap } from './is-map.ts';
import type { Path } from './path.ts';
import type { Report } from './report.ts';
import { toUpstreamSteps } from './upstream-step.ts';

/** A state whose connections are scripted one by one. */
export const scriptedSchema = z.strictObject({
  connections: z.array(z.unknown(), { error: 'must be a list: one entry for each connection' }).min(1),
  rest: z.unknown().optional(),
});

/** The script of one connection, and the size of the worker pool where a fault in it brings one. */
interface Entry {
  readonly script: ConnectionScript;
  readonly workers?: number | undefined;
}

/** A state from a map with `connections`; undefined, with the problems noted, where one of them is wrong. */
export function toScriptedState(
  value: Readonly<Record<string, unknown>>,
  path: Path,
  report: Report,
  catalogue: Catalogue,
): UpstreamState | undefined {
  const scripted = report.check(scriptedSchema, value, path);
  if (!scripted) return undefined;
  const list = scripted.connections.map((entry, index) =>
    toEntry(entry, [...path, 'connections', index], report, catalogue),
  );
  const rest = 'rest' in value ? toEntry(scripted.rest, [...path, 'rest'], report, catalogue) : null;
  const entries = list.filter((entry) => entry !== undefined);
  if (entries.length < list.length || rest === undefined) return undefined;
  const workers = [...entries, rest].find((entry) => entry?.workers !== undefined)?.workers;
  const script = { connections: entries.map((entry) => entry.script), rest: rest?.script ?? null, workers };
  return { fault: null, label: labelOf(entries.length, rest !== null), effect: { place: 'script', script } };
}

function toEntry(value: unknown, path: Path, report: Report, catalogue: Catalogue): Entry | undefined {
  if (value === 'healthy') return { script: HEALTHY_CONNECTION };
  if (Array.isArray(value)) {
    const steps = toUpstreamSteps(value, path, report);
    return steps && { script: { steps } };
  }
  if (typeof value === 'string') return fromFault(value, path, report, catalogue);
  if (isMap(value) && 'fault' in value) return fromFault(value, path, report, catalogue);
  const message = `must be healthy, a fault or a list of steps, not ${nameOf(value)}`;
  report.add(path, { code: 'wrong-type', message, hint: 'one step alone is a list too: [ reset ]' });
  return undefined;
}

/** What a fault's script does on a connection that it does not count. */
function fromFault(
  value: string | Record<string, unknown>,
  path: Path,
  report: Report,
  catalogue: Catalogue,
): Entry | undefined {
  const state = toFaultState(value, path, report, catalogue);
  if (!state) return undefined;
  const script = state.effect.place === 'script' ? state.effect.script : undefined;
  const connection = script?.rest ?? script?.connections[0];
  if (connection) return { script: connection, workers: script?.workers };
  const message = `${state.fault} breaks the whole upstream, not one connection of it`;
  report.add(path, {
    code: 'not-for-a-connection',
    message,
    hint: 'give it as the state of the upstream, in `upstreams` or `set`',
  });
  return undefined;
}

function labelOf(count: number, hasRest: boolean): string {
  const connections = `${count} scripted connection${count === 1 ? '' : 's'}`;
  return hasRest ? `${connections} and a rest` : connections;
}
