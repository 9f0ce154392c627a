import { didYouMean } from '../core/did-you-mean.ts';
import type { IncidentPart } from '../core/incident.ts';
import type { Problem } from '../core/problem.ts';
import type { Scenario, Variant } from '../core/scenario.ts';
import { splitGateway } from '../core/version-range.ts';
import type { Catalogue } from './catalogue.ts';
import { isMap } from './is-map.ts';
import { checkMatrix, fillIn, isWhole, type Row, rowLabels } from './matrix.ts';
import { Report } from './report.ts';
import { fixShape, scenarioShape } from './scenario-shape.ts';
import { toSignatures } from './signatures.ts';
import type { Source } from './source.ts';
import { type Layer, type Parts, toPlayed } from './variant.ts';

/** A scenario, or every reason why the document is none. */
export type Built = { readonly scenario: Scenario } | { readonly problems: readonly Problem[] };

/** The parts of a document that a matrix row fills in. */
type Filled = Parts & Readonly<Record<'signature' | 'fix', unknown>>;

/** What one matrix row makes: undefined where there is no such thing, or where it is wrong. */
interface Variants {
  readonly reported?: Variant | undefined;
  readonly fix?: Variant | undefined;
}

/** What a fix does not change. */
const NO_PARTS: Parts = { gateway: undefined, upstreams: undefined, steps: undefined };

/** Turns a YAML document into a scenario, each row of its matrix checked in full. */
export function buildScenario(source: Source, id: string, catalogue: Catalogue): Built {
  const report = new Report(source);
  const raw = source.value as Readonly<Record<string, unknown>>;
  const top = report.check(scenarioShape, raw, []);
  const { gateway, upstreams, steps, signature, fix } = raw;
  const parts: Filled = { gateway, upstreams, steps, signature, fix };
  const rows = rowsOf(raw.matrix);
  checkMatrix(rows ?? [], parts, report);
  checkRules(top?.allow ?? {}, report, catalogue);
  checkFix(raw, report);
  const toRow = (row: Row, index: number | null): Variants =>
    toVariants(fillIn(parts, row) as Filled, row, { report: report.forRow(index), catalogue });
  const played = rows ? rows.map((row, index) => (isWhole(row, rows) ? toRow(row, index) : {})) : [toRow({}, null)];
  if (!top || report.problems.length > 0) return { problems: report.problems };
  return {
    scenario: {
      id,
      place: report.place(['name']),
      name: top.name,
      why: top.why ?? null,
      source: top.source ?? null,
      tags: top.tags ?? [],
      allow: top.allow ?? {},
      variants: [...played.map((one) => one.reported), ...played.map((one) => one.fix)].filter(
        (variant) => variant !== undefined,
      ),
    },
  };
}

/** The rows of a matrix that has its proper shape; undefined where there is none. */
function rowsOf(matrix: unknown): Row[] | undefined {
  if (!Array.isArray(matrix) || matrix.length === 0) return undefined;
  return matrix.every(isMap) ? matrix : undefined;
}

/** What a row makes of the document: the scenario itself, and its fix. */
function toVariants(
  given: Filled,
  row: Row,
  { report, catalogue }: { report: Report; catalogue: Catalogue },
): Variants {
  const base: Layer = { path: [], parts: given };
  const signatures = given.signature === undefined ? undefined : toSignatures(given.signature, report, catalogue);
  const fix = given.fix === undefined ? undefined : report.check(fixShape, given.fix, ['fix']);
  const labels = { row: rowLabels(row) };
  const played = toPlayed([base], report, catalogue);
  const mended = fix && toPlayed([base, { path: ['fix'], parts: { ...NO_PARTS, ...fix } }], report, catalogue);
  const only = played?.gateway ?? null;
  if (only !== null && signatures && !Object.keys(signatures).some((whose) => splitGateway(whose)[0] === only))
    report.add(['signature'], {
      code: 'never-played',
      message: `the scenario is for ${only} alone, which has no signature here`,
      hint: 'an incident is played on the gateways of its signature: take the other name away',
      at: 'key',
    });
  const incident = (part: IncidentPart['part'], what: string | null) =>
    signatures && { incident: { part, signatures, what } };
  return {
    reported: played && { ...labels, ...played, ...incident('reported', null) },
    fix: mended && { ...labels, ...mended, ...incident('fix', fix.what) },
  };
}

/** A fix is judged by what is gone with it. */
function checkFix({ fix, signature }: Readonly<Record<string, unknown>>, report: Report): void {
  if (fix === undefined) return;
  if (signature === undefined)
    report.add(['fix'], {
      code: 'no-signature',
      message: 'a fix makes a signature go away, and there is none',
      hint: 'add `signature:`, what is left behind without the fix',
      at: 'key',
    });
  if (!isMap(fix) || ['gateway', 'upstreams', 'steps'].some((part) => fix[part] !== undefined)) return;
  report.add(['fix'], {
    code: 'idle-fix',
    message: 'this fix changes nothing',
    hint: 'say in `gateway`, `upstreams` or `steps` what is different with it',
    at: 'key',
  });
}

function checkRules(allow: Readonly<Record<string, string>>, report: Report, { rules }: Catalogue): void {
  if (!rules) return;
  for (const id of Object.keys(allow).filter((rule) => !rules.includes(rule))) {
    const hint = didYouMean(id, rules, 'rules');
    report.add(['allow', id], { code: 'unknown-rule', message: `unknown rule "${id}"`, hint, at: 'key' });
  }
}
