import { DEFAULT_SETTINGS } from '../core/default-settings.ts';
import { didYouMean } from '../core/did-you-mean.ts';
import type { Problem } from '../core/problem.ts';
import { allSteps, type GatewaySettings, type Scenario, type Step, type Variant } from '../core/scenario.ts';
import { type Catalogue, UPSTREAM_NAMES } from './catalogue.ts';
import { checkSignals } from './check-signals.ts';
import { checkSpeech } from './check-speech.ts';
import { toSettings } from './gateway-settings.ts';
import { isMap } from './is-map.ts';
import { checkMatrix, fillIn, isWhole, type Row, rowLabels } from './matrix.ts';
import { Report } from './report.ts';
import { scenarioShape } from './scenario-shape.ts';
import type { Source } from './source.ts';
import { toSteps } from './steps.ts';
import { toStates } from './upstream-state.ts';

/** A scenario, or every reason why the document is none. */
export type Built = { readonly scenario: Scenario } | { readonly problems: readonly Problem[] };

/** The parts of a document that a matrix row fills in. */
type Parts = Readonly<Record<'gateway' | 'upstreams' | 'steps', unknown>>;

/** Turns a YAML document into a scenario, each row of its matrix checked in full. */
export function buildScenario(source: Source, id: string, catalogue: Catalogue): Built {
  const report = new Report(source);
  const raw = source.value as Readonly<Record<string, unknown>>;
  const top = report.check(scenarioShape, raw, []);
  const parts: Parts = { gateway: raw.gateway, upstreams: raw.upstreams, steps: raw.steps };
  const rows = rowsOf(raw.matrix);
  checkMatrix(rows ?? [], parts, report);
  checkRules(top?.allow ?? {}, report, catalogue);
  const toRow = (row: Row, index: number | null): Variant | undefined =>
    toVariant(fillIn(parts, row) as Parts, row, report.forRow(index), catalogue);
  const variants = rows
    ? rows.map((row, index) => (isWhole(row, rows) ? toRow(row, index) : undefined))
    : [toRow({}, null)];
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
      variants: variants.filter((variant) => variant !== undefined),
    },
  };
}

/** The rows of a matrix that has its proper shape; undefined where there is none. */
function rowsOf(matrix: unknown): Row[] | undefined {
  if (!Array.isArray(matrix) || matrix.length === 0) return undefined;
  return matrix.every(isMap) ? matrix : undefined;
}

function toVariant(parts: Parts, row: Row, report: Report, catalogue: Catalogue): Variant | undefined {
  const gateway = toGateway(parts.gateway, report, catalogue);
  const upstreams = toStates(parts.upstreams, ['upstreams'], report, catalogue);
  const declared = declaredIn(parts.upstreams);
  checkReplicas(declared, report);
  checkSignals(parts, report);
  const context = { report, catalogue, upstreams: declared, client: 'client' };
  const steps = hasSteps(parts.steps, report) ? toSteps(parts.steps, ['steps'], context) : undefined;
  if (!gateway || !upstreams || !steps) return undefined;
  const settings: GatewaySettings = {
    ...DEFAULT_SETTINGS,
    ...gateway.settings,
    replicas: replicasIn(declared),
    ...reloadIn(steps),
  };
  checkSpeech({ upstreams, steps, settings }, report);
  return { row: rowLabels(row), gateway: gateway.gateway, settings, upstreams, steps };
}

function toGateway(
  value: unknown,
  report: Report,
  catalogue: Catalogue,
): { gateway: string | null; settings: Partial<GatewaySettings> } | undefined {
  if (value === undefined) return { gateway: null, settings: {} };
  if (typeof value !== 'string') {
    const settings = toSettings(value, report, catalogue);
    return settings && { gateway: null, settings };
  }
  if (!catalogue.gateways || catalogue.gateways.includes(value)) return { gateway: value, settings: {} };
  const hint = didYouMean(value, catalogue.gateways, 'gateways');
  report.add(['gateway'], { code: 'unknown-gateway', message: `unknown gateway "${value}"`, hint });
  return undefined;
}

/** How many upstreams `/` leads to. */
function replicasIn(declared: readonly string[]): number {
  return Math.max(1, declared.filter((name) => /^app\b/.test(name)).length);
}

/** Whether a step has the gateway read its configuration again: it may have to be started for that. */
function reloadIn(steps: readonly Step[]): { reload?: true } {
  const reloads = allSteps(steps).some((step) => step.kind === 'gateway' && step.action.startsWith('reload'));
  return reloads ? { reload: true } : {};
}

/** Replicas are counted: each needs those before it. */
function checkReplicas(declared: readonly string[], report: Report): void {
  for (const [name, before] of [
    ['app-2', 'app'],
    ['app-3', 'app-2'],
  ] as const) {
    if (!declared.includes(name) || declared.includes(before)) continue;
    const message = `"${name}" is a replica of app, and "${before}" comes before it`;
    const hint = `add \`${before}: healthy\` to upstreams, or rename ${name}`;
    report.add(['upstreams', name], { code: 'missing-replica', message, hint, at: 'key' });
  }
}

/** The upstreams that steps may name; all that exist where the declaration itself is no map. */
function declaredIn(upstreams: unknown): readonly string[] {
  if (typeof upstreams !== 'object' || upstreams === null) return UPSTREAM_NAMES;
  return UPSTREAM_NAMES.filter((name) => Object.hasOwn(upstreams, name));
}

function hasSteps(steps: unknown, report: Report): steps is unknown[] {
  if (Array.isArray(steps) && steps.length > 0) return true;
  const message = isMap(steps) ? 'must be a list: each step begins with a dash' : 'a scenario needs at least one step';
  report.add(['steps'], { code: isMap(steps) ? 'wrong-type' : 'no-steps', message, hint: '`- request: GET /` is one' });
  return false;
}

function checkRules(allow: Readonly<Record<string, string>>, report: Report, { rules }: Catalogue): void {
  if (!rules) return;
  for (const id of Object.keys(allow).filter((rule) => !rules.includes(rule))) {
    const hint = didYouMean(id, rules, 'rules');
    report.add(['allow', id], { code: 'unknown-rule', message: `unknown rule "${id}"`, hint, at: 'key' });
  }
}
