import type { LogEntry } from '../core/log-entry.ts';
import type { GatewayKnowledge } from './gateway-knowledge.ts';
import type { TraceToken } from './trace-tokens.ts';

/**
 * How alike two traces are, 0..1: what both say by what either says, each thing by how telling it is. Compared are only lines
 * of the kinds given: who hands in an error log alone is not asked for access lines.
 */
export function likeness(
  one: readonly TraceToken[],
  other: readonly TraceToken[],
  kinds: ReadonlySet<LogEntry['kind']>,
  knowledge: GatewayKnowledge,
): number {
  const timed = [one, other].every((tokens) => tokens.some(({ isTime }) => isTime));
  const said = (tokens: readonly TraceToken[]) =>
    new Set(tokens.filter(({ of, isTime }) => kinds.has(of) && (timed || !isTime)).map(({ key }) => key));
  const [first, second] = [said(one), said(other)];
  const mass = (keys: ReadonlySet<string>) => [...keys].reduce((sum, key) => sum + knowledge.weight(key), 0);
  const all = mass(new Set([...first, ...second]));
  return all === 0 ? 0 : mass(new Set([...first].filter((key) => second.has(key)))) / all;
}
