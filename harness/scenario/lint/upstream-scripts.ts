import { isMap } from '../is-map.ts';
import type { Path } from '../path.ts';

/** The steps that an author wrote for one connection or request, as they stand in the document. */
export interface WrittenSteps {
  readonly path: Path;
  readonly steps: readonly WrittenStep[];
  /** Of what they are the script. */
  readonly of: 'connection' | 'request';
}

/** A step by its name; `value` is null for a step of one word. */
export interface WrittenStep {
  readonly name: string;
  readonly value: unknown;
}

/** Every list of upstream steps in a document, wherever a state may stand. */
export function upstreamScripts(document: unknown, path: Path = []): WrittenSteps[] {
  if (typeof document !== 'object' || document === null) return [];
  return Object.entries(document).flatMap(([key, value]) => {
    const at = [...path, key];
    const of = key === 'connections' ? 'connection' : 'request';
    if ((key === 'connections' || key === 'requests') && Array.isArray(value))
      return value.flatMap((entry, index) => written(entry, [...at, index], of));
    if (key === 'then' || key === 'else') return written(value, at, 'request');
    if (key === 'rest' && isMap(document))
      return written(value, at, 'connections' in document ? 'connection' : 'request');
    return upstreamScripts(value, at);
  });
}

function written(entry: unknown, path: Path, of: WrittenSteps['of']): WrittenSteps[] {
  return Array.isArray(entry) ? [{ path, of, steps: entry.map(toStep) }] : [];
}

function toStep(step: unknown): WrittenStep {
  const [name = '', value = null] = isMap(step) ? (Object.entries(step)[0] ?? []) : [String(step)];
  return { name, value };
}
