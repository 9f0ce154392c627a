import type { GatewaySettings, Scenario, Variant } from './scenario.ts';

/** The gateway of a case. */
export interface CaseGateway {
  readonly name: string;
  /** The built-in gateway that it is, where it goes by another name: what is known of that one holds for it too. */
  readonly kind?: string | undefined;
  readonly version: string;
}

/** One scenario, with one matrix row, on one gateway in one runtime: the unit that is played and judged. */
export interface Case {
  /** `scenario-id[key=value,…]@gateway`, unique in a run but for repeats. */
  readonly id: string;
  readonly scenario: Scenario;
  readonly variant: Variant;
  readonly gateway: CaseGateway;
  readonly runtime: 'local' | 'docker';
  /** From 1; `--repeat-each` makes more. */
  readonly repeat: number;
  /** From 1; `--retries` makes more. */
  readonly attempt: number;
  /** What must not be shared with other cases: the strongest wish of the case's faults, or `gateway` under --isolate. */
  readonly isolate: 'none' | 'upstream' | 'gateway';
  /**
   * The slots that an instance which is started for this case and others should have, where it is known which cases will
   * come, and where the gateway can give each slot settings of its own.
   */
  readonly room?: readonly Room[] | undefined;
  /** Whether upstreams are given to the gateway by name, to be resolved at request time. */
  readonly names: boolean;
  /** A reason not to play it; null to play. */
  readonly skip: string | null;
}

/** Slots of one kind in one instance. */
export interface Room {
  readonly settings: GatewaySettings;
  /** As in Case. */
  readonly names: boolean;
  readonly slots: number;
}

/** What slots have in common that can stand in for one another. */
export function slotKind(settings: GatewaySettings, names: boolean): string {
  return JSON.stringify([settings, names]);
}
