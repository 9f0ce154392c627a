import type { Capabilities, Capability } from './core/capability.ts';
import type { Case } from './core/case.ts';
import type { Fault } from './core/fault.ts';
import type { Feature } from './core/gateway.ts';
import { hasLoad } from './core/has-load.ts';
import type { Scenario, Variant } from './core/scenario.ts';
import { statesOf } from './core/states-of.ts';

/** A gateway that was found, as far as planning needs it. */
export interface PlannedGateway {
  readonly name: string;
  readonly version: string;
  readonly features: readonly Feature[];
  /** Where it was found, and what can be done there. */
  readonly runtime: Case['runtime'];
  readonly capabilities: Capabilities;
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
      .filter(({ name }) => variant.gateway === null || variant.gateway === name)
      .map((gateway) => makeCase(input, scenario, variant, gateway, repeat)),
  );
}

/** The id of a scenario with its row: as many of the row's keys as tell it from the other rows. */
export function rowId(scenario: Scenario, variant: Variant): string {
  const keys = Object.keys(variant.row);
  const others = scenario.variants.filter((other) => other !== variant);
  for (let count = others.length === 0 ? 0 : 1; count <= keys.length; count++) {
    const some = keys.slice(0, count);
    const unique = others.every((other) => some.some((key) => other.row[key] !== variant.row[key]));
    if (unique)
      return some.length === 0
        ? scenario.id
        : `${scenario.id}[${some.map((key) => `${key}=${variant.row[key]}`).join(',')}]`;
  }
  return `${scenario.id}[${scenario.variants.indexOf(variant) + 1}]`;
}

function makeCase(
  input: PlanInput,
  scenario: Scenario,
  variant: Variant,
  gateway: PlannedGateway,
  repeat: number,
): Case {
  const faults = faultsOf(variant, input.faults);
  const names = asksForNames(variant) || faults.some((fault) => fault.needs.includes('dns'));
  const isolations = new Set(faults.map((fault) => fault.isolate));
  return {
    id: `${rowId(scenario, variant)}@${gateway.name}`,
    scenario,
    variant,
    gateway: { name: gateway.name, version: gateway.version },
    runtime: gateway.runtime,
    repeat,
    attempt: 1,
    isolate:
      input.isolate || names || isolations.has('gateway') || hasLoad(variant)
        ? 'gateway'
        : isolations.has('upstream')
          ? 'upstream'
          : 'none',
    names,
    skip:
      missingCapability(faults, gateway.capabilities) ??
      missingResolver(names, gateway) ??
      missingFeature(variant, names, gateway),
  };
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

const CAPABILITY_WORDS: Readonly<Record<Capability, string>> = {
  firewall: 'a firewall of our own',
  routes: 'routes of our own',
  shaping: 'traffic control of our own',
  dns: 'a resolver of our own',
  processes: 'process states',
  memory: 'a memory limit of our own',
};

/** What a gateway that speaks TLS may lack all the same. */
const TLS_FEATURES = [
  {
    setting: 'clientCertificate',
    feature: 'client-certificate',
    reason: 'cannot show its upstreams a certificate of its own',
  },
  { setting: 'revocation', feature: 'revocation', reason: 'asks no revocation list about its upstreams' },
  { setting: 'sessions', feature: 'sessions', reason: 'keeps no TLS sessions with its upstreams' },
] as const;

function missingFeature(variant: Variant, names: boolean, gateway: PlannedGateway): string | null {
  if (variant.settings.keepalive && !gateway.features.includes('keepalive'))
    return `${gateway.name} cannot keep upstream connections`;
  if (names && !gateway.features.includes('run-time-dns'))
    return `${gateway.name} does not resolve names at request time`;
  if (variant.settings.cache && !gateway.features.includes('cache')) return `${gateway.name} has no cache`;
  if (variant.settings.http2 && !gateway.features.includes('http2'))
    return `${gateway.name} does not speak HTTP/2 to its upstreams`;
  if (variant.settings.tls && !gateway.features.includes('tls'))
    return `${gateway.name} does not speak TLS to its upstreams, or does not verify them`;
  const lacking = TLS_FEATURES.find(
    ({ setting, feature }) => variant.settings[setting] && !gateway.features.includes(feature),
  );
  if (lacking) return `${gateway.name} ${lacking.reason}`;
  const pooled = variant.settings.replicas > 1;
  if (pooled && !gateway.features.includes('replicas')) return `${gateway.name} cannot choose among replicas`;
  // nginx before 1.27.3 and HAProxy's do-resolve have no pool of names that are looked up as a request comes.
  if (pooled && names) return 'replicas are given to gateways by address, and this fault needs names';
  return null;
}
