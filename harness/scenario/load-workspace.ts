import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Expectation } from '../core/expectation.ts';
import type { Fault } from '../core/fault.ts';
import type { Gateway } from '../core/gateway.ts';
import { packageFolder } from '../core/package-folder.ts';
import type { Problem } from '../core/problem.ts';
import { loadFolder } from '../core/registry.ts';
import type { Rule } from '../core/rule.ts';
import type { Scenario } from '../core/scenario.ts';
import type { Lint } from './lint.ts';
import { loadGateways } from './load-gateways.ts';
import { loadScenarios } from './load-scenarios.ts';

/** Where a command works. */
export interface WorkspaceOptions {
  /** Files and folders of scenarios; the working folder's `scenarios`, or else the ones of this package, where empty. */
  readonly paths?: readonly string[] | undefined;
  /** A file instead of the nearest gatecrash.yaml. */
  readonly config?: string | undefined;
  /** The working folder; the process's own by default. */
  readonly cwd?: string | undefined;
  /** Look for what is in order and yet suspicious, too; not by default. */
  readonly lint?: boolean | undefined;
}

/** All that commands work on: the plug-ins, the user's gateways, and the scenarios. */
export interface Workspace {
  /** Those in order, sorted by id. */
  readonly scenarios: readonly Scenario[];
  /** What is wrong with all the others and with gatecrash.yaml. */
  readonly problems: readonly Problem[];
  /** What the lints say of the scenarios; none where they were not asked. */
  readonly warnings: readonly Problem[];
  /** The built-in ones, then the user's. */
  readonly gateways: readonly Gateway[];
  readonly faults: readonly Fault[];
  readonly expectations: readonly Expectation[];
  readonly rules: readonly Rule[];
  /** The working folder, which places are relative to. */
  readonly root: string;
}

/** Loads everything that a command can name. Bad input becomes problems; nothing is thrown for it. */
export async function loadWorkspace(options: WorkspaceOptions = {}): Promise<Workspace> {
  const root = options.cwd ?? process.cwd();
  const [faults, expectations, rules, { gateways, problems: configProblems }] = await Promise.all([
    loadFolder<Fault>('faults'),
    loadFolder<Expectation>('expectations'),
    loadFolder<Rule>('rules'),
    loadGateways({ config: options.config, cwd: root }),
  ]);
  const { scenarios, problems, warnings } = await loadScenarios({
    paths: options.paths?.length ? options.paths : [defaultFolder(root)],
    root,
    faults,
    expectations,
    gateways: gateways.map((gateway) => gateway.name),
    configurable: gateways.filter(({ raw }) => raw !== undefined).map(({ name }) => name),
    rules: rules.map((rule) => rule.id),
    installed: gateways,
    lints: options.lint ? await loadFolder<Lint>('scenario/lints') : [],
  });
  return {
    scenarios,
    problems: [...configProblems, ...problems],
    warnings,
    gateways,
    faults,
    expectations,
    rules,
    root,
  };
}

function defaultFolder(root: string): string {
  const own = join(root, 'scenarios');
  return existsSync(own) ? own : join(packageFolder(), 'scenarios');
}
