import { didYouMean } from '../core/did-you-mean.ts';
import { isMap } from './is-map.ts';
import type { Path } from './path.ts';
import type { Report } from './report.ts';

/** Where a signal stands. */
interface Mention {
  readonly signal: string;
  readonly path: Path;
}

/** Notes signals that are awaited and that nobody gives, and those that are given and that nobody awaits. */
export function checkSignals(parts: readonly { readonly value: unknown; readonly path: Path }[], report: Report): void {
  const given: Mention[] = [];
  const awaited: Mention[] = [];
  for (const { value, path } of parts) collect(value, path, given, awaited);
  const names = (mentions: readonly Mention[]): string[] => [...new Set(mentions.map(({ signal }) => signal))];
  for (const { signal, path } of awaited.filter(({ signal }) => !names(given).includes(signal))) {
    const message = `nobody gives the signal "${signal}"`;
    report.add(path, { code: 'signal-not-given', message, hint: hintOf(signal, names(given), 'signal') });
  }
  for (const { signal, path } of given.filter(({ signal }) => !names(awaited).includes(signal))) {
    const message = `nobody awaits the signal "${signal}"`;
    report.add(path, { code: 'signal-not-awaited', message, hint: hintOf(signal, names(awaited), 'await') });
  }
}

function hintOf(signal: string, others: readonly string[], step: string): string {
  return others.length > 0
    ? didYouMean(signal, others, 'signals')
    : `add a step \`${step}: ${signal}\`, or take it away`;
}

/** Steps stand in lists: a key of this name elsewhere is something else. */
function collect(value: unknown, path: Path, given: Mention[], awaited: Mention[]): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const at = [...path, index];
      if (isMap(item)) note(item, at, given, awaited);
      collect(item, at, given, awaited);
    }
  } else if (isMap(value)) {
    for (const [key, item] of Object.entries(value)) collect(item, [...path, key], given, awaited);
  }
}

function note(step: Readonly<Record<string, unknown>>, path: Path, given: Mention[], awaited: Mention[]): void {
  if (typeof step.signal === 'string') given.push({ signal: step.signal, path: [...path, 'signal'] });
  if (typeof step.await === 'string') awaited.push({ signal: step.await, path: [...path, 'await'] });
  if (isMap(step.await) && typeof step.await.signal === 'string')
    awaited.push({ signal: step.await.signal, path: [...path, 'await', 'signal'] });
}
