import type { ConnectionScript } from '../core/script.ts';
import { HEALTHY_CONNECTION } from '../core/script.ts';
import type { Catalogue } from './catalogue.ts';
import { nameOf } from './explain-issue.ts';
import { toFaultState } from './fault-state.ts';
import { isMap } from './is-map.ts';
import type { Path } from './path.ts';
import type { Report } from './report.ts';
import { toUpstreamSteps } from './upstream-step.ts';

/** One entry of a list of scripts, and the size of the worker pool where a fault in it brings one. */
export interface ScriptedEntry {
  readonly script: ConnectionScript;
  /** Whether the entry is `healthy`: room for what may come or not. */
  readonly healthy: boolean;
  readonly workers?: number | undefined;
}

/** Of what an entry is the script. */
export type EntryOf = 'connection' | 'request';

/** `healthy`, a fault or a list of steps as a script; undefined, with the problems noted, where it is none. */
export function toScriptedEntry(
  value: unknown,
  of: EntryOf,
  path: Path,
  report: Report,
  catalogue: Catalogue,
): ScriptedEntry | undefined {
  if (value === 'healthy') return { script: HEALTHY_CONNECTION, healthy: true };
  if (Array.isArray(value)) {
    const steps = toUpstreamSteps(value, path, report);
    return steps && { script: { steps }, healthy: false };
  }
  if (typeof value === 'string') return fromFault(value, of, path, report, catalogue);
  if (isMap(value) && 'fault' in value) return fromFault(value, of, path, report, catalogue);
  const message = `must be healthy, a fault or a list of steps, not ${nameOf(value)}`;
  report.add(path, { code: 'wrong-type', message, hint: 'one step alone is a list too: [ reset ]' });
  return undefined;
}

/** What a fault's script does on a connection that it does not count. */
function fromFault(
  value: string | Record<string, unknown>,
  of: EntryOf,
  path: Path,
  report: Report,
  catalogue: Catalogue,
): ScriptedEntry | undefined {
  const state = toFaultState(value, path, report, catalogue);
  if (!state) return undefined;
  const script = state.effect.place === 'script' ? state.effect.script : undefined;
  const connection = script?.rest ?? script?.connections[0];
  // How TLS is spoken is settled before a connection has a script.
  const speaks = script?.tls === null || Object.keys(script?.tls ?? {}).length > 0;
  if (connection && !speaks) return { script: connection, healthy: false, workers: script?.workers };
  const message = `${state.fault} breaks the whole upstream, not one ${of} of it`;
  const hint = 'give it as the state of the upstream, in `upstreams` or `set`';
  report.add(path, { code: `not-for-a-${of}`, message, hint });
  return undefined;
}
