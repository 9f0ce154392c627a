import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import { type Case, type Room, slotKind } from '../../harness/core/case.ts';
import { readCoverage } from '../../harness/core/coverage.ts';
import type { OpenRuntimes } from '../../harness/run/open-runtimes.ts';
import { planWorkspace } from '../../harness/run/plan-workspace.ts';
import type { FoundGateway } from '../../harness/run/select-gateways.ts';
import { Lanes } from './lanes.ts';
import { found } from './local-runtimes.ts';
import type { Mutant } from './mutant.ts';
import { isDoubtful, type MutantCase } from './mutant-case.ts';
import { mutantGateway } from './mutant-gateway.ts';
import { patchedRegions } from './patched-files.ts';
import { type CasesOptions, playCases } from './play-cases.ts';
import { type Control, rowOf } from './play-control.ts';
import { unlikeCases } from './unlike-cases.ts';

/** How mutants are played. */
export interface PlayOptions extends CasesOptions {
  /** Mutants at once; `jobs` is for each of them. */
  readonly mutants: number;
  readonly control: Control;
  /** Plays the cases that are alike each. */
  readonly every: boolean;
  /** Told of every mutant as its cases are over. */
  played(mutant: Mutant, played: PlayedMutant): void;
}

/** What playing a mutant came to. */
export interface PlayedMutant {
  readonly cases: readonly MutantCase[];
  /** Cases that never run what the mutant changes, and go as without it. */
  readonly unchanged: number;
  /** Cases that do, and that another one stands for. */
  readonly alike: number;
  /** Cases that were played twice. */
  readonly again: number;
}

/** A mutant on its way. */
interface Playing extends PlayedMutant {
  readonly mutant: Mutant;
  readonly gateway: FoundGateway;
  readonly doubtful: ReadonlySet<string>;
}

/**
 * Plays every mutant, some at once, on every scenario in which the reference executes any of what the mutant changes: in the
 * others the two are the same program. Of cases that are alike one stands for all, but with `every`. What is in doubt because of its times is played once more in the end, one case after
 * another and with nothing beside it, and then counts as it is.
 */
export async function playMutants(mutants: readonly Mutant[], options: PlayOptions): Promise<void> {
  const gateways = await Promise.all(mutants.map(async (mutant) => await found(mutantGateway(mutant))));
  await using lanes = new Lanes(gateways, availableParallelism());
  const limit = pLimit(options.mutants);
  const all = await Promise.all(
    gateways.map((gateway, index) =>
      limit(async () => await playFirst(mutants[index] as Mutant, gateway, lanes, options)),
    ),
  );
  for (const one of all.filter(({ doubtful }) => doubtful.size > 0)) await playAgain(one, lanes, options);
}

async function playFirst(mutant: Mutant, gateway: FoundGateway, lanes: Lanes, options: PlayOptions): Promise<Playing> {
  const { cases, unchanged, alike } = await lanes.lend(mutant.name, async (runtimes) => {
    const all = plan(mutant, gateway, runtimes, options);
    const changed = all.filter((item) => isChanged(mutant, item, options.control));
    const chosen = options.every ? changed : unlikeCases(changed, options.control, trippedBefore(mutant));
    const cases = await playCases(withRoom(chosen), runtimes, options);
    return { cases, unchanged: all.length - changed.length, alike: changed.length - chosen.length };
  });
  const expected = new Set([mutant.rule, ...mutant.collateral]);
  const doubtful = new Set(cases.filter((one) => isDoubtful(one, expected)).map(({ id }) => id));
  if (doubtful.size === 0) options.played(mutant, { cases, unchanged, alike, again: 0 });
  return { mutant, gateway, cases, unchanged, alike, again: doubtful.size, doubtful };
}

async function playAgain(playing: Playing, lanes: Lanes, options: PlayOptions): Promise<void> {
  const { mutant, gateway, cases, unchanged, alike, doubtful } = playing;
  const again = await lanes.lend(mutant.name, async (runtimes) => {
    const planned = plan(mutant, gateway, runtimes, options).filter(({ id }) => doubtful.has(id));
    return await playCases(planned, runtimes, { ...options, jobs: 1 });
  });
  const kept = cases.filter(({ id }) => !doubtful.has(id));
  options.played(mutant, { cases: [...kept, ...again], unchanged, alike, again: again.length });
}

/** The scenarios in which a mutant's rule was tripped when that was last written down. */
function trippedBefore({ rule }: Mutant): ReadonlySet<string> {
  return new Set(readCoverage()[rule]?.scenarios ?? []);
}

/** The reference's resolver holds nothing back from another case, so DNS faults need no gateway of their own. */
function plan(mutant: Mutant, gateway: FoundGateway, runtimes: OpenRuntimes, { workspace }: PlayOptions): Case[] {
  const planned = planWorkspace(workspace, [gateway], runtimes, { repeatEach: 1, isolate: mutant.alone === true });
  if (mutant.alone) return planned;
  return planned.map((item) => (item.isolate === 'gateway' ? { ...item, isolate: 'none' } : item));
}

/** One start for all cases, with slots for the twin and the steps of each, settings of its own for every slot. */
function withRoom(cases: readonly Case[]): Case[] {
  const kinds = Map.groupBy(cases, ({ variant, names }) => slotKind(variant.settings, names));
  const room = [...kinds.values()].flatMap((alike): Room[] => {
    const [{ variant, names }] = alike as [Case, ...Case[]];
    return [{ settings: variant.settings, names, slots: 2 * alike.length }];
  });
  return cases.map((item) => ({ ...item, room }));
}

function isChanged(mutant: Mutant, item: Case, { executed }: Control): boolean {
  const code = executed.get(rowOf(item));
  return code === undefined || patchedRegions(mutant).some((region) => code.reached(region));
}
