import { readdir } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { z } from 'zod';
import type { CaseEnded } from './core/event.ts';
import type { Profile } from './core/facts.ts';
import { packageFolder } from './core/package-folder.ts';
import { playsOn } from './core/plays-on.ts';
import { type Problem, ProblemError } from './core/problem.ts';
import { isVersionRange } from './core/version-range.ts';
import { appliesTo, covers, type KnownDeviation } from './judge/known-deviation.ts';
import { parseSource } from './scenario/parse-source.ts';
import { readText } from './scenario/read-text.ts';
import { Report } from './scenario/report.ts';

const text = z.string().trim().min(1);
const deviation = z.strictObject({
  scenario: z.union([text, z.array(text).min(1)], { error: 'must be the id of a scenario, or a list of them' }),
  rule: text,
  actual: text.optional(),
  versions: text.refine(isVersionRange, 'must be a range of versions such as <1.23 or >=2.6 <3').optional(),
  profile: z.enum(['strict', 'compat']).optional(),
  sometimes: z.literal(true).optional(),
  reason: text,
  source: text,
});

/** What a file of fixtures/deviations/<gateway>/ says; its own name is that of a subject, for people. */
export const deviationsShape = z.strictObject({ deviations: z.array(deviation).min(1) });

/**
 * The recorded deviations: every `<gateway>/<subject>.yaml` of the folder, this package's own by default. Throws a
 * ProblemError with all that is wrong in any of them.
 */
export async function loadDeviations(
  folder = join(packageFolder(), 'fixtures', 'deviations'),
): Promise<readonly KnownDeviation[]> {
  const files = (await namesIn(folder)).filter((file) => extname(file) === '.yaml').sort();
  const loaded = await Promise.all(files.map((file) => loadFile(folder, file)));
  const problems = loaded.flatMap((one) => one.problems);
  if (problems.length > 0) throw new ProblemError('usage', problems);
  return loaded.flatMap((one) => one.deviations);
}

/**
 * Recorded deviations that were looked for in a run and never found: every variant of the scenario was judged on the
 * gateway, and none had such a finding. One whose scenario is a pattern speaks of the suite as a whole, and is looked for
 * only when all of it was run (`whole`); one that happens `sometimes` never is.
 */
export function vanishedDeviations(
  deviations: readonly KnownDeviation[],
  ended: readonly CaseEnded[],
  profile: Profile,
  whole = false,
): readonly KnownDeviation[] {
  return deviations.filter((known) => {
    // A configuration of somebody's own may well do without what is recorded of the built-in gateway that it is for.
    const runs = ended.filter((event) => !event.case.gateway.kind && appliesTo(known, event.case, profile));
    const found = runs.some(({ verdict }) => verdict.findings.some((finding) => covers(known, finding)));
    const lookedFor = known.scenario.includes('*') ? whole && runs.some(wasJudged) : allVariantsJudged(runs);
    return lookedFor && !found && !known.sometimes;
  });
}

function allVariantsJudged(runs: readonly CaseEnded[]): boolean {
  const [first] = runs;
  if (!first) return false;
  const { scenario, gateway } = first.case;
  const wanted = scenario.variants.filter((variant) => playsOn(variant, gateway.name));
  const judged = new Set(
    runs.filter(wasJudged).map((event) => JSON.stringify([event.case.variant.row, event.case.variant.incident?.part])),
  );
  return judged.size === wanted.length;
}

function wasJudged({ verdict }: CaseEnded): boolean {
  return verdict.result !== 'broken' && verdict.result !== 'skip';
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder, { recursive: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function loadFile(
  folder: string,
  file: string,
): Promise<{ deviations: readonly KnownDeviation[]; problems: readonly Problem[] }> {
  const shown = join('fixtures', 'deviations', file);
  const read = await readText(join(folder, file), shown);
  if ('problem' in read) return { deviations: [], problems: [read.problem] };
  const parsed = parseSource(read.text, shown);
  if ('problems' in parsed) return { deviations: [], problems: parsed.problems };
  const report = new Report(parsed.source);
  const checked = report.check(deviationsShape, parsed.source.value, []);
  const deviations = (checked?.deviations ?? []).flatMap((one, index) =>
    [one.scenario].flat().map((scenario) => ({
      ...one,
      scenario,
      gateway: dirname(file),
      sometimes: one.sometimes === true,
      place: report.place(['deviations', index]),
    })),
  );
  return { deviations, problems: report.problems };
}
