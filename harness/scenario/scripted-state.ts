import { z } from 'zod';
import type { UpstreamState } from '../core/scenario.ts';
import { REQUEST_BY_REQUEST, type RequestScript, type UpstreamScript } from '../core/script.ts';
import type { Catalogue } from './catalogue.ts';
import type { Path } from './path.ts';
import type { Report } from './report.ts';
import { toRequestScript } from './request-script.ts';
import { type EntryOf, toScriptedEntry } from './scripted-entry.ts';
import { SPEECH_SHAPE } from './speech-shape.ts';

const entries = (of: EntryOf) => z.array(z.unknown(), { error: `must be a list: one entry for each ${of}` }).min(1);

/** A state whose connections are scripted one by one. */
export const scriptedSchema = z.strictObject({
  connections: entries('connection'),
  rest: z.unknown().optional(),
  ...SPEECH_SHAPE,
});

/** A state whose requests are scripted one by one, on whatever connections they come. */
export const requestsSchema = z.strictObject({
  requests: entries('request'),
  rest: z.unknown().optional(),
  ...SPEECH_SHAPE,
});

/** A state from a map with `connections`; undefined, with the problems noted, where one of them is wrong. */
export function toScriptedState(
  value: Readonly<Record<string, unknown>>,
  path: Path,
  report: Report,
  catalogue: Catalogue,
): UpstreamState | undefined {
  const scripted = report.check(scriptedSchema, value, path);
  const entries =
    scripted &&
    toEntries(value, 'connections', (entry, at) => toScriptedEntry(entry, 'connection', at, report, catalogue), path);
  if (!entries) return undefined;
  const { list, rest } = entries;
  const script = { connections: list.map((entry) => entry.script), rest: rest?.script ?? null };
  return stateOf({ ...script, workers: workersOf(entries) }, labelOf('connection', entries));
}

/** A state from a map with `requests`; undefined, with the problems noted, where one of them is wrong. */
export function toRequestsState(
  value: Readonly<Record<string, unknown>>,
  path: Path,
  report: Report,
  catalogue: Catalogue,
): UpstreamState | undefined {
  const toEntry = (given: unknown, at: Path): (Pooled & { readonly script: RequestScript }) | undefined => {
    const entry = toScriptedEntry(given, 'request', at, report, catalogue);
    const script = entry && toRequestScript(entry, given, at, report);
    return script && { script, workers: entry.workers };
  };
  const entries = report.check(requestsSchema, value, path) && toEntries(value, 'requests', toEntry, path);
  if (!entries) return undefined;
  const requests = { list: entries.list.map((entry) => entry.script), rest: entries.rest?.script ?? null };
  const script = { connections: [], rest: REQUEST_BY_REQUEST, workers: workersOf(entries), requests };
  return stateOf(script, labelOf('request', entries));
}

/** What brings the size of a worker pool with it, or not. */
interface Pooled {
  readonly workers?: number | undefined;
}

/** What stands in the list of scripts and in `rest`, checked. */
interface Entries<Entry> {
  readonly list: readonly Entry[];
  readonly rest: Entry | null;
}

function toEntries<Entry extends object>(
  value: Readonly<Record<string, unknown>>,
  key: 'connections' | 'requests',
  toEntry: (given: unknown, at: Path) => Entry | undefined,
  path: Path,
): Entries<Entry> | undefined {
  const given = value[key] as readonly unknown[];
  const list = given.map((entry, index) => toEntry(entry, [...path, key, index]));
  const rest = 'rest' in value ? toEntry(value.rest, [...path, 'rest']) : null;
  const whole = list.filter((entry) => entry !== undefined);
  return whole.length < list.length || rest === undefined ? undefined : { list: whole, rest };
}

function workersOf({ list, rest }: Entries<Pooled>): number | undefined {
  return [...list, rest].find((entry) => entry?.workers !== undefined)?.workers;
}

function stateOf(script: UpstreamScript, label: string): UpstreamState {
  return { fault: null, label, effect: { place: 'script', script } };
}

function labelOf(of: EntryOf, { list, rest }: Entries<unknown>): string {
  const entries = `${list.length} scripted ${of}${list.length === 1 ? '' : 's'}`;
  return rest ? `${entries} and a rest` : entries;
}
