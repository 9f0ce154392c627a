import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Case } from '../../harness/core/case.ts';
import type { Gateway } from '../../harness/core/gateway.ts';
import type { Runtime } from '../../harness/core/runtime.ts';
import reference from '../../harness/gateways/reference.ts';
import { planWorkspace } from '../../harness/run/plan-workspace.ts';
import { ExecutedCode } from './executed-code.ts';
import { found, openLocalRuntimes } from './local-runtimes.ts';
import { isDoubtful, type MutantCase } from './mutant-case.ts';
import { isOfReference } from './patched-files.ts';
import { type CasesOptions, playCases } from './play-cases.ts';

/** Slots of a case: for its healthy twin, and for the rest. */
const SLOTS = 2;

/** What the reference as it is came to. */
export interface Control {
  readonly cases: readonly MutantCase[];
  /** How many of them were played twice. */
  readonly again: number;
  /** What the reference executes in a case, by the case's row of the suite (rowOf); absent where that is not known. */
  readonly executed: ReadonlyMap<string, ExecutedCode>;
}

/**
 * Plays the reference as it is, every case with a process of its own, which reports the code that it has executed in the
 * healthy twin, the steps and the aftermath.
 */
export async function playControl(options: CasesOptions): Promise<Control> {
  const folder = await mkdtemp(join(tmpdir(), 'gatecrash-executed-'));
  try {
    return await playReporting(folder, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a case has in common with the same one on another gateway. */
export function rowOf({ id, gateway }: Pick<Case, 'id' | 'gateway'>): string {
  return id.slice(0, -`@${gateway.name}`.length);
}

/** Every case is played on a gateway with a name of its own, so that its process is no other's. */
async function playReporting(folder: string, options: CasesOptions): Promise<Control> {
  const control = await found(reference);
  const rows = options.workspace.scenarios.flatMap(({ variants }) => variants);
  const gateways = rows.map((_, index) => ({ ...control, gateway: reporting(`reference-${index}`, folder) }));
  await using runtimes = await openLocalRuntimes(gateways);
  const planned = planWorkspace(options.workspace, [control], { ...runtimes }, { repeatEach: 1, isolate: false });
  const names = new Map(planned.map((item, index) => [item.id, `reference-${index}`]));
  const nameOf = ({ id }: Pick<Case, 'id'>): string => names.get(id) ?? '';
  const runtime: Pick<Runtime, 'play'> = {
    play: async (item, hooks) =>
      await runtimes.play({ ...withRoom(item), gateway: { ...item.gateway, name: nameOf(item) } }, hooks),
  };
  const first = await playCases(planned, runtime, options);
  const doubtful = new Set(first.filter((one) => isDoubtful(one, new Set())).map(({ id }) => id));
  const again = await playCases(
    planned.filter(({ id }) => doubtful.has(id)),
    runtime,
    { ...options, jobs: 1 },
  );
  return {
    cases: [...first.filter(({ id }) => !doubtful.has(id)), ...again],
    again: again.length,
    executed: new Map(planned.flatMap((item) => executedIn(rowOf(item), join(folder, nameOf(item))))),
  };
}

/** One instance for the twin and the rest of a case. */
function withRoom(item: Case): Case {
  const { variant, names, isolate } = item;
  return {
    ...item,
    isolate: isolate === 'gateway' ? 'none' : isolate,
    room: [{ settings: variant.settings, names, slots: SLOTS }],
  };
}

/** The reference with reports of its coverage in a folder of its name. */
function reporting(name: string, folder: string): Gateway {
  return {
    ...reference,
    name,
    launch(setup) {
      const launch = reference.launch(setup);
      return { ...launch, env: { ...launch.env, NODE_V8_COVERAGE: join(folder, name) } };
    },
  };
}

/** Nothing where a process was killed, so that its report is missing. */
function executedIn(row: string, folder: string): [row: string, code: ExecutedCode][] {
  if (!existsSync(folder)) return [];
  const code = new ExecutedCode(folder, isOfReference);
  return code.processes === 0 ? [] : [[row, code]];
}
