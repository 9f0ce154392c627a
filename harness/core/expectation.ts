import type { z } from 'zod';
import type { ExchangeFacts, Facts } from './facts.ts';
import type { GatewaySighting } from './gateway-strike.ts';
import type { Load, LoadSample } from './load.ts';
import type { Violation } from './rule.ts';

/** What an expectation may look at. */
export interface ExpectationContext {
  /** The exchanges of the step that carries the `expect:`. */
  readonly exchanges: readonly ExchangeFacts[];
  /** The exchanges of the same step in the healthy twin. */
  readonly twin: readonly ExchangeFacts[];
  /** One for each request of the step, of which a load keeps only some exchanges; and those of the twin. */
  readonly samples: readonly LoadSample[];
  readonly twinSamples: readonly LoadSample[];
  /** Where the step is a load. */
  readonly load: Load | null;
  /** The gateway before and after the step, as often as the step was gone through; for those who ask. */
  readonly sightings?: readonly GatewaySighting[] | undefined;
  readonly facts: Facts;
  /** NAME of an `upstream.NAME` key; null for plain keys. */
  readonly name: string | null;
}

/** One key of `expect:`: one object in one file of expectations/. */
export interface Expectation<Value = unknown> {
  /** The key in YAML. With `named`, the key is `key.NAME`. */
  readonly key: string;
  readonly named: boolean;
  readonly summary: string;
  readonly schema: z.ZodType<Value>;
  /** YAML of valid values. */
  readonly examples: readonly string[];
  judge(expected: Value, context: ExpectationContext): readonly Violation[];
}

/** Keeps the value's type while an expectation is written down. */
export function defineExpectation<Value>(expectation: Expectation<Value>): Expectation<Value> {
  return expectation;
}
