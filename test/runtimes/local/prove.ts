import type { Test } from 'tap';
import type { Fault } from '../../../harness/core/fault.ts';
import { loadFolder } from '../../../harness/core/registry.ts';
import { runInSandbox } from '../../support/in-sandbox.ts';

/** What a fault did on the wire: what connect(2) and a request met, and what the kernel counted meanwhile. */
export interface Proof {
  readonly before: Facts;
  readonly during: Facts & { readonly states: readonly string[]; readonly exchange: Exchange | null };
  /** What the kernel counted, as the runtime hands it in when the fault is disarmed. */
  readonly hits: string | null;
  readonly after: { readonly connect: string; readonly name: string; readonly answer: string };
  readonly seen: readonly string[];
}

interface Exchange {
  readonly head: string;
  readonly body: number;
  readonly ms: number;
  readonly ended: boolean;
}

interface Facts {
  readonly connect: string | null;
  readonly name: string;
  readonly icmpUnreachable: number;
  readonly listenOverflows: number;
}

/** Arms a fault with its default parameters in a sandbox, and gives what was seen before, meanwhile and after. */
export async function prove(name: string): Promise<Proof> {
  const fault = (await loadFolder<Fault>('faults')).find((candidate) => candidate.name === name);
  if (!fault) throw new Error(`no fault ${name}`);
  const effect = fault.effect(fault.params.parse({}));
  return await runInSandbox<Proof>('network-faults.ts', [JSON.stringify(effect)]);
}

/** Asserts that the upstream was well before and is well after. */
export function healthyAround(t: Test, proof: Proof): void {
  t.equal(proof.before.connect, 'connected', 'before, the upstream accepts');
  t.equal(proof.after.connect, 'connected', 'after, it accepts again');
  t.equal(proof.after.answer, 'HTTP/1.1 200 OK', 'and answers');
}
