import type { Exchange } from '../../harness/core/evidence.ts';
import type { Expectation } from '../../harness/core/expectation.ts';
import type { Violation } from '../../harness/core/rule.ts';
import { samplesOf } from '../../harness/core/samples.ts';
import { factsWith } from '../support/evidence.ts';

/** What an expectation says of some exchanges of one step, and of those of its twin. */
export function judgeStep<Value>(
  expectation: Expectation<Value>,
  expected: Value,
  exchanges: readonly Exchange[],
  twin: readonly Exchange[] = [],
): readonly Violation[] {
  const facts = factsWith({ exchanges, twin });
  const samples = samplesOf(facts.exchanges);
  const twinSamples = samplesOf(facts.twin);
  const context = { exchanges: facts.exchanges, twin: facts.twin, samples, twinSamples, load: null, facts, name: null };
  return expectation.judge(expected, context);
}

/** The messages with which a schema refuses a value; empty where it takes it. */
export function refusals(expectation: Pick<Expectation, 'schema'>, value: unknown): string[] {
  return expectation.schema.safeParse(value).error?.issues.map((issue) => issue.message) ?? [];
}
