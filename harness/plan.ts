import type { Capabilities, Capability } from './core/capability.ts';
import type { Case } from './core/case.ts';
import type { Timeouts } from './core/evidence.ts';
import type { Fault } from './core/fault.ts';
import type { Feature, FixedPlaces } from './core/gateway.ts';
import { hasLoad } from './core/has-load.ts';
import { missingFeature } from './core/missing-feature.ts';
import { usualPrefix } from './core/on-the-way.ts';
import { playsOn } from './core/plays-on.ts';
import { allSteps, type GatewaySettings, type Scenario, type Variant } from './core/scenario.ts';
import { selectsByPath } from './core/selects-by-path.ts';
import { signatureFor } from './core/signature-for.ts';
import { statesOf } from './core/states-of.ts';
import { splitGateway } from './core/version-range.ts';

/** A gateway that was found, as far as planning needs it. */
export interface PlannedGateway {
  readonly name: string;
  /** As in Case. */
  readonly kind?: string | undefined;
  readonly version: string;
  readonly features: readonly Feature[];
  /** Where it was found, and what can be done there. */
  readonly runtime: Case['runtime'];
  readonly capabilities: Capabilities;
  /** As in Gateway. */
  readonly timeouts?: Timeouts | undefined;
  readonly wholeSeconds?: true | undefined;
  /** Given where its configuration says where it listens and whom it asks. */
  readonly fixed?: FixedPlaces | undefined;
}

/** What a plan is made of. */
export interface PlanInput {
  readonly scenarios: readonly Scenario[];
  readonly gateways: readonly PlannedGateway[];
  readonly faults: ReadonlyMap<string, Fault>;
  readonly repeatEach: number;
  /** Every case with a gateway of its own. */
  readonly isolate: boolean;
}

/** Every scenario with every row of its matrix on every gateway, as often as asked, in an order that is always the same. */
export function plan(input: PlanInput): Case[] {
  const repeats = Array.from({ length: input.repeatEach }, (_, index) => index + 1);
  return repeats.flatMap((repeat) => input.scenarios.flatMap((scenario) => casesOf(input, scenario, repeat)));
}

function casesOf(input: PlanInput, scenario: Scenario, repeat: number): Case[] {
  return scenario.variants.flatMap((variant) =>
    input.gateways
      .filter(({ name }) => playsOn(variant, name))
      .map((gateway) => makeCase(input, scenario, variant, gateway, repeat)),
  );
}

/** The id of a scenario with its row, as many of the row's keys as tell it from the other rows, and `fix` where it is one. */
export function rowId(scenario: Scenario, variant: Variant): string {
  const keys = Object.keys(variant.row);
  const part = variant.incident?.part;
  const others = scenario.variants.filter((other) => other !== variant && other.incident?.part === part);
  const behind = part === 'fix' ? ['fix'] : [];
  for (let count = others.length === 0 ? 0 : 1; count <= keys.length; count++) {
    const some = keys.slice(0, count);
    const unique = others.every((other) => some.some((key) => other.row[key] !== variant.row[key]));
    if (unique) return withWords(scenario.id, [...some.map((key) => `${key}=${variant.row[key]}`), ...behind]);
  }
  return withWords(scenario.id, [String(scenario.variants.indexOf(variant) + 1), ...behind]);
}

function withWords(id: string, words: readonly string[]): string {
  return words.length === 0 ? id : `${id}[${words.join(',')}]`;
}

function makeCase(input: PlanInput, scenario: Scenario, given: Variant, gateway: PlannedGateway, repeat: number): Case {
  const variant = asConfigured(given, gateway);
  const faults = faultsOf(variant, input.faults);
  const names = asksForNames(variant) || faults.some((fault) => fault.needs.includes('dns'));
  const isolations = new Set(faults.map((fault) => fault.isolate));
  return {
    id: `${rowId(scenario, given)}@${gateway.name}`,
    scenario,
    variant,
    gateway: { name: gateway.name, kind: gateway.kind, version: gateway.version },
    runtime: gateway.runtime,
    repeat,
    attempt: 1,
    isolate:
      input.isolate ||
      gateway.fixed ||
      names ||
      isolations.has('gateway') ||
      hasLoad(variant) ||
      strikesGateway(variant) ||
      variant.incident
        ? 'gateway'
        : isolations.has('upstream')
          ? 'upstream'
          : 'none',
    names,
    skip:
      otherVersion(variant, gateway) ??
      missingPlace(variant, gateway) ??
      missingCapability(faults, gateway.capabilities) ??
      missingResolver(names, gateway) ??
      missingSocket(variant, faults, gateway) ??
      missingFeature(variant, names, gateway) ??
      missingTimeouts(variant.settings, gateway),
  };
}

/**
 * A cache that a configuration of the user's own has is there whether or not a scenario asks for one; and of the texts for
 * configurations only the gateway's own is left, so that it shares its instances wherever it has none.
 */
function asConfigured(variant: Variant, { name, kind, fixed, features }: PlannedGateway): Variant {
  const { configuration, ...settings } = variant.settings;
  const cached = fixed && features.includes('cache');
  if (!configuration && !cached) return variant;
  const [plain] = splitGateway(kind ?? name);
  const text = fixed ? undefined : configuration?.[plain];
  const own = { ...(cached && { cache: true }), ...(text && { configuration: { [plain]: text } }) };
  return { ...variant, settings: { ...settings, ...own } };
}

/** An incident may be one of some versions alone. */
function otherVersion({ incident }: Variant, gateway: PlannedGateway): string | null {
  if (!incident || signatureFor(incident, gateway)) return null;
  const known = Object.keys(incident.signatures).join(', ');
  return `the incident is one of ${known}, and this is ${gateway.version}`;
}

/** What a configuration of the user's own has no place for. */
function missingPlace(variant: Variant, { name, fixed, capabilities }: PlannedGateway): string | null {
  if (!fixed) return null;
  if (fixed.running && strikesGateway(variant)) return `${name} runs already, and is not ours to start, stop or reload`;
  if (!fixed.running && capabilities.routes !== true)
    return `${name} listens where its configuration says, which needs a network of our own: ${capabilities.routes}`;
  const [stranger] = Object.keys(variant.upstreams).filter((upstream) => !(upstream in fixed.upstreams));
  if (stranger !== undefined) return `${name} has no upstream "${stranger}"`;
  const strange = fixed.routes.some(({ prefix, upstream }) => usualPrefix(upstream) !== prefix);
  return strange && selectsByPath(variant)
    ? `${name} has routes of its own, and upstreams are to select by path`
    : null;
}

function faultsOf(variant: Variant, faults: ReadonlyMap<string, Fault>): Fault[] {
  const names = new Set(
    Object.keys(variant.upstreams)
      .flatMap((upstream) => statesOf(variant, upstream))
      .map((state) => state.fault),
  );
  return [...names].map((name) => faults.get(name ?? '')).filter((fault) => fault !== undefined);
}

function missingCapability(faults: readonly Fault[], capabilities: Capabilities): string | null {
  for (const fault of faults) {
    for (const need of fault.needs) {
      const reason = capabilities[need];
      if (reason !== true) return `${fault.name} needs ${CAPABILITY_WORDS[need]}: ${reason}`;
    }
  }
  return null;
}

/** Whether what the resolver says is scripted, by a fault or by the author. */
function asksForNames(variant: Variant): boolean {
  return Object.keys(variant.upstreams).some((upstream) =>
    statesOf(variant, upstream).some(({ effect }) => effect.place === 'dns'),
  );
}

function missingResolver(names: boolean, { capabilities }: PlannedGateway): string | null {
  const reason = capabilities.dns;
  return names && reason !== true ? `a scripted name needs ${CAPABILITY_WORDS.dns}: ${reason}` : null;
}

/** Upstreams are on Unix sockets where the scenario says so, and nowhere else. */
function missingSocket({ settings }: Variant, faults: readonly Fault[], gateway: PlannedGateway): string | null {
  const fault = faults.find(({ needs }) => needs.includes('unix-sockets'));
  if (!settings.unix) return fault ? `${fault.name} is for upstreams with \`gateway: { unix: true }\`` : null;
  if (!gateway.features.includes('unix-sockets')) return `${gateway.name} does not connect to Unix sockets`;
  const reason = gateway.capabilities['unix-sockets'];
  return reason === true ? null : `upstreams on Unix sockets need ${CAPABILITY_WORDS['unix-sockets']}: ${reason}`;
}

const CAPABILITY_WORDS: Readonly<Record<Capability, string>> = {
  firewall: 'a firewall of our own',
  routes: 'routes of our own',
  shaping: 'traffic control of our own',
  dns: 'a resolver of our own',
  processes: 'process states',
  memory: 'a memory limit of our own',
  'unix-sockets': 'a folder of our own',
};

/** Timeouts can be asked of a gateway that is given its own by us, as exactly as it takes them. */
function missingTimeouts(
  { timeouts: asked }: GatewaySettings,
  { name, timeouts: own, wholeSeconds, fixed }: PlannedGateway,
): string | null {
  if (!asked) return null;
  const all = Object.entries(asked);
  if (own && all.every(([key, value]) => own[key as keyof Timeouts] === value)) return null;
  if (own) return `${name} has timeouts of its own: connect ${own.connect} ms, read ${own.read} ms`;
  if (fixed) return `${name} has timeouts of its own, which gatecrash.yaml does not tell`;
  const odd = wholeSeconds && all.find(([, value]) => value % 1000 !== 0);
  return odd ? `${name} takes timeouts in whole seconds, and ${odd[0]} is ${odd[1]} ms` : null;
}

function strikesGateway({ steps }: Variant): boolean {
  return allSteps(steps).some(({ kind }) => kind === 'gateway');
}
