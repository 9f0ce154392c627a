import type { Gateway } from '../core/gateway.ts';
import type { Scenario, Step, Variant } from '../core/scenario.ts';
import type { Path } from './path.ts';
import type { Complaint } from './report.ts';
import type { Source } from './source.ts';

/** A scenario that is in order, with the text that it was read from. */
export interface ReadScenario {
  readonly scenario: Scenario;
  readonly source: Source;
}

/** What a lint has to say of one place. Its code is the lint's. */
export interface Suspicion extends Omit<Complaint, 'code'> {
  readonly path: Path;
  /** Index of the matrix row that was filled in; null where the scenario has no matrix, or all rows are meant. */
  readonly row: number | null;
}

/**
 * Finds scenarios that are in order and yet do not say what their author meant: one object in one file of scenario/lints/,
 * named after its code. What a lint says is a warning, so it must be right whenever it speaks; it may keep silent.
 */
export interface Lint {
  /** kebab-case; the file's name. */
  readonly code: string;
  /** One line: what it finds. */
  readonly summary: string;
  /**
   * `all` are the scenarios that are checked together, this one among them, sorted by id; `gateways` those that there are,
   * none where they are not known.
   */
  find(
    read: ReadScenario,
    all: readonly ReadScenario[],
    gateways: readonly Pick<Gateway, 'name' | 'features'>[],
  ): readonly Suspicion[];
}

/** The variants of a scenario, each with the index of its matrix row; without those of a fix, whose parts stand elsewhere. */
export function rowsOf({ variants }: Scenario): { readonly variant: Variant; readonly row: number | null }[] {
  const written = variants.filter(({ incident }) => incident?.part !== 'fix');
  return written.map((variant, index) => ({ variant, row: Object.keys(variant.row).length > 0 ? index : null }));
}

/** The path of a step in its document. */
export function pathOf(step: Step): Path {
  return step.path.split('.');
}
