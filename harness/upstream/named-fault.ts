import type { Effect } from '../core/effect.ts';
import type { Fault } from '../core/fault.ts';
import { messageOf } from '../core/problem.ts';
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
  const [{ loadFolder }, { didYouMean }] = await Promise.all([
    import('../core/registry.ts'),
    import('../core/did-you-mean.ts'),
  ]);
  const faults = await loadFolder<Fault>('faults');
  const fault = faults.find((candidate) => candidate.name === name);
  if (fault) return withParams(fault, params);
  const hint = didYouMean(name, [NO_FAULT.name, ...faults.map((candidate) => candidate.name)], 'faults');
  throw new Refused(400, 'unknown-fault', `unknown fault "${name}": ${hint}`);
}

type Params = Readonly<Record<string, unknown>>;

async function parse(text: string): Promise<{ readonly name: string; readonly params: Params }> {
  const { parse: parseYaml } = await import('yaml');
  let value: unknown;
  try {
    value = parseYaml(text);
  } catch (error) {
    throw notAFault(messageOf(error).split(/:?\n/)[0] ?? '');
  }
  if (typeof value === 'string') return { name: value, params: {} };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw notAFault('it is neither');
  const { fault, ...params } = value as Params;
  if (typeof fault !== 'string') throw notAFault('`fault` is missing');
  return { name: fault, params };
}

function notAFault(why: string): Refused {
  const wanted = 'a fault is its name, or { fault: NAME, PARAMETER: VALUE } as YAML or JSON';
  return new Refused(400, 'bad-request', `${wanted}: ${why}`);
}

function withParams(fault: Fault, params: Params): NamedFault {
  const { data, error } = fault.params.safeParse(params);
  if (error) {
    const issues = error.issues.map(({ path, message }) => [...path.map(String), message].join(': '));
    throw new Refused(
      400,
      'wrong-value',
      `${fault.name}: ${issues.join('; ')} (for example: ${fault.examples.at(-1)})`,
    );
  }
  const given = Object.entries(params).map(([key, value]) => `${key}: ${String(value)}`);
  const label = given.length > 0 ? `${fault.name} (${given.join(', ')})` : fault.name;
  return { name: fault.name, label, summary: fault.summary, effect: fault.effect(data) };
}
