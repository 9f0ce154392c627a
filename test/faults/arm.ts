import type { Test } from 'tap';
import type { Fault } from '../../harness/core/fault.ts';
import type { Authority } from '../../harness/core/tls.ts';
import type { Bench, BenchUpstream } from '../upstream/bench.ts';

/** An upstream of the bench that plays a fault whose place is the script. */
export async function arm<Params>(
  bench: Bench,
  fault: Fault<Params>,
  params: object = {},
  authority?: Authority,
): Promise<BenchUpstream> {
  const effect = fault.effect(fault.params.parse(params));
  if (effect.place !== 'script') throw new Error(`${fault.name} strikes at the ${effect.place}`);
  return bench.upstream(effect.script, authority ? { authority } : {});
}

/** Asserts that the fault says that it fired, by what the upstream observed. */
export async function fired<Params>(t: Test, fault: Fault<Params>, upstream: BenchUpstream): Promise<void> {
  await upstream.all('step');
  t.equal(fault.fired({ observations: upstream.observations, probes: [] }), null, 'and it says that it fired');
}

/** A response without what changes with the clock. */
export function withoutDate(text: string): string {
  return text.replace(/^Date: [^\r]+ GMT\r\n/m, '');
}
