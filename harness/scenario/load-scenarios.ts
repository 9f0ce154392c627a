import { compareTexts } from '../core/compare-texts.ts';
import type { Expectation } from '../core/expectation.ts';
import type { Fault } from '../core/fault.ts';
import type { Gateway } from '../core/gateway.ts';
import { comparePlaces } from '../core/place.ts';
import type { Problem } from '../core/problem.ts';
import type { Scenario } from '../core/scenario.ts';
import { type Built, buildScenario } from './build-scenario.ts';
import type { Catalogue } from './catalogue.ts';
import { findFiles, type ScenarioFile } from './find-files.ts';
import type { Lint, ReadScenario } from './lint.ts';
import { lintScenarios } from './lint-scenarios.ts';
import { parseSource } from './parse-source.ts';
import { readText } from './read-text.ts';

/** Which scenarios to load, and what they may name. */
export interface LoadOptions {
  /** Files and folders; `file.yaml:12` is the scenario that line 12 belongs to. */
  readonly paths: readonly string[];
  /** The folder that relative paths begin at, and that shown paths are relative to. */
  readonly root: string;
  readonly faults: readonly Fault[];
  readonly expectations: readonly Expectation[];
  /** Names of gateways and ids of rules; any goes where they are not given. */
  readonly gateways?: readonly string[] | undefined;
  readonly rules?: readonly string[] | undefined;
  /** Names of the gateways that take text of their own configuration; any does where they are not given. */
  readonly configurable?: readonly string[] | undefined;
  /** What to look for in the scenarios that are in order; nothing by default. */
  readonly lints?: readonly Lint[] | undefined;
  /** The gateways that lints may ask what they can be asked for; where none are given nothing is said of it. */
  readonly installed?: readonly Gateway[] | undefined;
}

/** The scenarios that are in order, sorted by id, and every problem of all the others. */
export interface Loaded {
  readonly scenarios: Scenario[];
  readonly problems: Problem[];
  /** What the lints say of the scenarios that are in order. */
  readonly warnings: Problem[];
}

/** Loads scenarios. Whatever is wrong with a path or a file is a problem with its place; nothing is thrown. */
export async function loadScenarios(options: LoadOptions): Promise<Loaded> {
  const { faults, expectations, gateways = null, configurable = null, rules = null, lints = [] } = options;
  const catalogue = { faults, expectations, gateways, configurable, rules };
  const { files, problems } = await findFiles(options.paths, options.root);
  const built = await Promise.all(files.map((file) => loadFile(file, catalogue)));
  const read = built
    .flatMap((one) => ('scenario' in one ? [one] : []))
    .sort((a, b) => compareTexts(a.scenario.id, b.scenario.id));
  const wrong = built.flatMap((one) => ('problems' in one ? one.problems : []));
  return {
    scenarios: read.map(({ scenario }) => scenario),
    problems: [...problems, ...wrong.sort((a, b) => comparePlaces(a.place, b.place)), ...twinProblems(files)],
    warnings: lintScenarios(read, lints, options.installed),
  };
}

async function loadFile(
  file: ScenarioFile,
  catalogue: Catalogue,
): Promise<ReadScenario | Extract<Built, { problems: unknown }>> {
  const read = await readText(file.path, file.shown);
  if ('problem' in read) return { problems: [read.problem] };
  const parsed = parseSource(read.text, file.shown);
  if ('problems' in parsed) return parsed;
  const built = buildScenario(parsed.source, file.id, catalogue);
  return 'problems' in built ? built : { ...built, source: parsed.source };
}

/** Two files of one id, such as `a.yaml` and `a.yml`: reports could not tell them apart. */
function twinProblems(files: readonly ScenarioFile[]): Problem[] {
  const byId = Map.groupBy(files, (file) => file.id);
  return [...byId].flatMap(([id, [first, ...others]]) =>
    others.map((file) => ({
      code: 'duplicate-id',
      message: `${file.shown} and ${first?.shown} both have the id "${id}"`,
      place: { file: file.shown, line: 1, column: 1 },
      hint: 'an id is the path below the scenarios folder; rename or move one of the two',
    })),
  );
}
