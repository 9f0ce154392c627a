import type { Effect } from '../core/effect.ts';
import type { FaultParams } from '../core/fault-named.ts';
import { messageOf, ProblemError } from '../core/problem.ts';
import { HEALTHY } from '../core/script.ts';
import { Refused } from './refused.ts';

/** A fault as it was asked for by name, ready to be put on an upstream. */
export interface NamedFault {
  readonly name: string;
  /** Its name, and its parameters where some were given. */
  readonly label: string;
  /** One line: what happens on the wire. */
  readonly summary: string;
  readonly effect: Effect;
}

/** No fault at all; known without the catalogue. */
export const NO_FAULT: NamedFault = {
  name: 'healthy',
  label: 'healthy',
  summary: 'Every request is answered with 200.',
  effect: { place: 'script', script: HEALTHY },
};

/**
 * The fault that a person asks for: `reset-mid-body`, or with parameters `{ fault: reset-mid-body, after: 1KiB }` as YAML
 * or JSON; `healthy` for none. The catalogue is loaded when it is first needed, for the program has to start fast. Rejects
 * with a Refused that says what is wrong and what was meant.
 */
export async function namedFault(text: string): Promise<NamedFault> {
  if (text.trim() === NO_FAULT.name) return NO_FAULT;
  const { name, params } = await parse(text);
  if (name === NO_FAULT.name && Object.keys(params).length === 0) return NO_FAULT;
  const { faultNamed } = await import('../core/fault-named.ts');
  const { fault, effect } = await faultNamed(name, params, [NO_FAULT.name]).catch(refuse);
  return { name, label: labelOf(name, params), summary: fault.summary, effect };
}

function refuse(error: unknown): never {
  if (!(error instanceof ProblemError)) throw error;
  throw new Refused(400, error.problems[0]?.code ?? 'bad-request', error.message);
}

async function parse(text: string): Promise<{ readonly name: string; readonly params: FaultParams }> {
  const { parse: parseYaml } = await import('yaml');
  let value: unknown;
  try {
    value = parseYaml(text);
  } catch (error) {
    throw notAFault(messageOf(error).split(/:?\n/)[0] ?? '');
  }
  if (typeof value === 'string') return { name: value, params: {} };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw notAFault('it is neither');
  const { fault, ...params } = value as FaultParams;
  if (typeof fault !== 'string') throw notAFault('`fault` is missing');
  return { name: fault, params };
}

function notAFault(why: string): Refused {
  const wanted = 'a fault is its name, or { fault: NAME, PARAMETER: VALUE } as YAML or JSON';
  return new Refused(400, 'bad-request', `${wanted}: ${why}`);
}

function labelOf(name: string, params: FaultParams): string {
  const given = Object.entries(params).map(([key, value]) => `${key}: ${String(value)}`);
  return given.length > 0 ? `${name} (${given.join(', ')})` : name;
}
