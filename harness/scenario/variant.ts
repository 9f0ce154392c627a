import { DEFAULT_SETTINGS } from '../core/default-settings.ts';
import { didYouMean } from '../core/did-you-mean.ts';
import { allSteps, type GatewaySettings, type Step, type UpstreamState, type Variant } from '../core/scenario.ts';
import { type Catalogue, UPSTREAM_NAMES } from './catalogue.ts';
import { checkSignals } from './check-signals.ts';
import { checkSpeech } from './check-speech.ts';
import { toSettings } from './gateway-settings.ts';
import { isMap } from './is-map.ts';
import type { Path } from './path.ts';
import type { Report } from './report.ts';
import { toSteps } from './steps.ts';
import { toStates } from './upstream-state.ts';

/** The parts of a document that say what is played. */
export type Parts = Readonly<Record<'gateway' | 'upstreams' | 'steps', unknown>>;

/** Parts, and where in the document they stand. */
export interface Layer {
  readonly path: Path;
  readonly parts: Parts;
}

/** What a variant is played with. */
export type Played = Pick<Variant, 'gateway' | 'settings' | 'upstreams' | 'steps'>;

type Gateway = { readonly gateway: string | null; readonly settings: Partial<GatewaySettings> };

/**
 * What is played where some layers lie upon each other: settings and upstreams of a later one replace the same ones of
 * those before, and its steps replace all of theirs. Undefined, with the problems noted, where anything is wrong.
 */
export function toPlayed(
  layers: readonly [Layer, ...Layer[]],
  report: Report,
  catalogue: Catalogue,
): Played | undefined {
  const has = (part: keyof Parts) => layers.filter((layer, index) => index === 0 || layer.parts[part] !== undefined);
  const gateways = has('gateway').map((layer) => toGateway(layer, report, catalogue));
  const states = has('upstreams').map(({ parts, path }) =>
    toStates(parts.upstreams, [...path, 'upstreams'], report, catalogue),
  );
  const declared = declaredIn(has('upstreams'));
  checkReplicas(declared, report);
  const last = has('steps').at(-1) ?? layers[0];
  const at = [...last.path, 'steps'];
  checkSignals([...upstreamParts(has('upstreams')), { value: last.parts.steps, path: at }], report);
  const context = { report, catalogue, upstreams: declared, client: 'client' };
  const steps = hasSteps(last.parts.steps, at, report) ? toSteps(last.parts.steps, at, context) : undefined;
  const asked = gateways.filter((one) => one !== undefined);
  if (!steps || asked.length < gateways.length || states.includes(undefined)) return undefined;
  const upstreams: Readonly<Record<string, UpstreamState>> = Object.assign({}, ...states);
  const settings: GatewaySettings = {
    ...DEFAULT_SETTINGS,
    ...laidTogether(asked.map(({ settings: one }) => one)),
    replicas: replicasIn(declared),
    ...reloadIn(steps),
  };
  checkSpeech({ upstreams, steps, settings }, report);
  return { gateway: asked[0]?.gateway ?? null, settings, upstreams, steps };
}

/** Those of a later layer replace those before; one that takes a setting back has its key without a value. */
function laidTogether(layers: readonly Partial<GatewaySettings>[]): Partial<GatewaySettings> {
  const all: Partial<GatewaySettings> = Object.assign({}, ...layers);
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function toGateway({ parts, path }: Layer, report: Report, catalogue: Catalogue): Gateway | undefined {
  const value = parts.gateway;
  const at = [...path, 'gateway'];
  if (value === undefined) return { gateway: null, settings: {} };
  if (typeof value === 'string')
    return isKnown(value, at, report, catalogue) ? { gateway: value, settings: {} } : undefined;
  const settings = toSettings(value, at, report, catalogue);
  if (!settings) return undefined;
  const only = isMap(value) && typeof value.only === 'string' ? value.only : null;
  if (only !== null && !isKnown(only, [...at, 'only'], report, catalogue)) return undefined;
  return { gateway: only, settings };
}

function isKnown(name: string, path: Path, report: Report, { gateways }: Catalogue): boolean {
  if (!gateways || gateways.includes(name)) return true;
  const hint = didYouMean(name, gateways, 'gateways');
  report.add(path, { code: 'unknown-gateway', message: `unknown gateway "${name}"`, hint });
  return false;
}

/** Each upstream as the last layer that names it has it. */
function upstreamParts(layers: readonly Layer[]): { value: unknown; path: Path }[] {
  const parts = new Map<string, { value: unknown; path: Path }>();
  for (const { parts: given, path } of layers)
    for (const [name, value] of Object.entries(isMap(given.upstreams) ? given.upstreams : {}))
      parts.set(name, { value, path: [...path, 'upstreams', name] });
  return [...parts.values()];
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
function declaredIn(layers: readonly Layer[]): readonly string[] {
  const maps = layers.map(({ parts }) => parts.upstreams);
  if (typeof maps[0] !== 'object' || maps[0] === null) return UPSTREAM_NAMES;
  return UPSTREAM_NAMES.filter((name) => maps.some((map) => isMap(map) && Object.hasOwn(map, name)));
}

function hasSteps(steps: unknown, path: Path, report: Report): steps is unknown[] {
  if (Array.isArray(steps) && steps.length > 0) return true;
  const message = isMap(steps) ? 'must be a list: each step begins with a dash' : 'a scenario needs at least one step';
  report.add(path, { code: isMap(steps) ? 'wrong-type' : 'no-steps', message, hint: '`- request: GET /` is one' });
  return false;
}
