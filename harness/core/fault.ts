import type { z } from 'zod';
import type { Probe } from './arming.ts';
import type { Capability } from './capability.ts';
import type { Effect } from './effect.ts';
import type { Observation } from './evidence.ts';
import type { Outcome } from './outcome.ts';

/** What is known of one armed fault, for its `fired`: all of one upstream, while it was armed. */
export interface FaultEvidence {
  /** Observations of this upstream since the fault was armed, in order. */
  readonly observations: readonly Observation[];
  readonly probes: readonly Probe[];
}

/** The causes, in the order of a request's way: the headings of listings. */
export const FAULT_GROUPS = [
  'connection',
  'overload',
  'firewall and routes',
  'network',
  'dns',
  'tls',
  'process',
  'resources',
  'answer',
  'head',
  'body',
  'http/2',
  'behaviour',
] as const;

/** One of the causes. */
export type FaultGroup = (typeof FAULT_GROUPS)[number];

/**
 * One way in which an upstream breaks: one object in one file of faults/. `Params` are the keys beside `fault:` in YAML.
 */
export interface Fault<Params = unknown> {
  /** kebab-case; the file's name. */
  readonly name: string;
  /** The row in the fault catalogue, such as `A01`; `A06b` is a form of A06 that shows itself otherwise on the wire. */
  readonly ref: string;
  /** One line: what happens on the wire. */
  readonly summary: string;
  /** Which of the causes it belongs to: the heading in listings. */
  readonly group: FaultGroup;
  readonly params: z.ZodType<Params>;
  /** YAML values for `upstreams: { app: … }`, valid by the schema. */
  readonly examples: readonly string[];
  /** What the fault spoils, so that nothing spoilt is lent to another case. */
  readonly isolate: 'none' | 'upstream' | 'gateway';
  readonly needs: readonly Capability[];
  readonly outcome: Outcome;
  effect(params: Params): Effect;
  /** Null when the fault really happened; else a sentence saying what is missing. */
  fired(evidence: FaultEvidence): string | null;
}

/** Keeps the parameters' type while a fault is written down. */
export function defineFault<Params>(fault: Fault<Params>): Fault<Params> {
  return fault;
}
