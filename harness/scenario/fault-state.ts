import { nearest } from '../core/did-you-mean.ts';
import type { Fault } from '../core/fault.ts';
import { messageOf } from '../core/problem.ts';
import type { UpstreamState } from '../core/scenario.ts';
import type { Catalogue } from './catalogue.ts';
import type { Path } from './path.ts';
import type { Report } from './report.ts';

/** A fault with its parameters as a state, from its name or a map with `fault`; undefined, with the problems noted. */
export function toFaultState(
  value: string | Readonly<Record<string, unknown>>,
  path: Path,
  report: Report,
  catalogue: Catalogue,
): UpstreamState | undefined {
  const { fault: name, ...params } = typeof value === 'string' ? { fault: value } : value;
  const fault = catalogue.faults.find((candidate) => candidate.name === name);
  if (fault) return armed(fault, params, path, report);
  const names = ['healthy', ...catalogue.faults.map((candidate) => candidate.name)];
  const near = nearest(String(name), names);
  const hint = near === undefined ? '`gatecrash faults` lists them' : `did you mean "${near}"?`;
  const message = `unknown fault "${String(name)}"`;
  report.add(typeof value === 'string' ? path : [...path, 'fault'], { code: 'unknown-fault', message, hint });
  return undefined;
}

function armed(
  fault: Fault,
  params: Readonly<Record<string, unknown>>,
  path: Path,
  report: Report,
): UpstreamState | undefined {
  const checked = report.check(fault.params, params, path);
  if (checked === undefined) return undefined;
  try {
    return { fault: fault.name, label: labelOf(fault.name, params), effect: fault.effect(checked) };
  } catch (error) {
    report.add(path, { code: 'wrong-value', message: `${fault.name} cannot be so: ${messageOf(error)}` });
    return undefined;
  }
}

function labelOf(name: string, params: Readonly<Record<string, unknown>>): string {
  const texts = Object.entries(params).map(
    ([key, value]) => `${key}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
  );
  return texts.length > 0 ? `${name} (${texts.join(', ')})` : name;
}
