import type { Arming } from '../core/arming.ts';
import { connectionsOf } from '../core/connections.ts';
import type { Observation } from '../core/evidence.ts';
import type { Facts } from '../core/facts.ts';
import type { Fault } from '../core/fault.ts';
import { allSteps, type Step } from '../core/scenario.ts';
import type { ConnectionScript } from '../core/script.ts';
import { statesOf } from '../core/states-of.ts';
import { authoredSteps } from './authored.ts';
import { notSignalled } from './not-signalled.ts';
import { unreachedRequests, unscriptedRequests } from './unreached-requests.ts';

/**
 * Sentences that say why the evidence proves nothing: upstreams that nobody declared, a fault that never fired, an upstream connection or
 * request that nobody scripted, a scripted step that nobody reached, an expectation without a request, a client that was
 * to give up and had nothing left to give up. Empty where it is sound, and where the
 * gateway did not even work while nothing was broken: then that is what there is to find.
 */
export function unsoundness(facts: Facts, faults: readonly Fault[]): string[] {
  const { name, strangers = [] } = facts.evidence.gateway;
  if (strangers.length > 0)
    return [`the configuration of ${name} asks for ${strangers.join(', ')}, which gatecrash.yaml does not declare`];
  if (!wasServing(facts)) return [];
  return [
    ...notFired(facts, faults),
    ...unscripted(facts),
    ...unscriptedRequests(facts),
    ...unreached(facts),
    ...Object.keys(facts.case.variant.upstreams).flatMap((upstream) => unreachedRequests(facts, upstream)),
    ...unasked(facts),
    ...notAborted(facts),
    ...notStruck(facts),
    ...notSignalled(facts),
  ];
}

function wasServing({ evidence, twin }: Facts): boolean {
  const { exit } = evidence.gateway;
  const died = exit !== null && !exit.asked;
  return !died && twin.every(({ exchange: { final, byHand } }) => byHand || (final !== null && final.status < 500));
}

function notFired({ evidence }: Facts, faults: readonly Fault[]): string[] {
  return evidence.armings.flatMap((arming) => {
    if (arming.fault === null) return [];
    const fault = faults.find(({ name }) => name === arming.fault);
    if (!fault) return [`there is no fault ${arming.fault}`];
    const observations = whileArmed(evidence.main.observations, arming);
    const missing = fault.fired({ observations, probes: arming.probes });
    return missing === null ? [] : [`${fault.name} did not happen at upstream ${arming.upstream}: ${missing}`];
  });
}

/** A connection goes on with the script that it was accepted with, and may end it after the fault was cleared. */
function whileArmed(observations: readonly Observation[], { upstream, from, until }: Arming): Observation[] {
  const end = until ?? Number.POSITIVE_INFINITY;
  const ours = observations.filter((event) => event.upstream === upstream && event.at >= from);
  const accepted = new Set(ours.flatMap((e) => (e.kind === 'connection' && e.at <= end ? [e.connection] : [])));
  return ours.filter((event) => event.at <= end || ('connection' in event && accepted.has(event.connection)));
}

function unscripted({ case: item, evidence }: Facts): string[] {
  const seen = evidence.main.observations.filter((event) => event.kind === 'connection' && !event.scripted);
  const probes = evidence.armings.flatMap((arming) => arming.probes.map((probe) => probe.localPort));
  return seen.flatMap((event) => {
    if (event.kind !== 'connection' || probes.includes(event.remotePort)) return [];
    const { upstream, connection } = event;
    return upstream in item.variant.upstreams
      ? [`connection ${connection} to upstream ${upstream} came, and nobody scripted it`]
      : [`upstream ${upstream} was connected to, and the scenario does not have it`];
  });
}

function unreached(facts: Facts): string[] {
  const { variant } = facts.case;
  return Object.keys(variant.upstreams).flatMap((upstream) =>
    statesOf(variant, upstream).flatMap(({ fault, effect }) => {
      if (fault !== null || effect.place !== 'script') return [];
      return effect.script.connections.flatMap((script, index) => unreachedOn(facts, upstream, index + 1, script));
    }),
  );
}

/** A healthy connection in a script is room for one that may come, no step of its own. */
function unreachedOn({ evidence }: Facts, upstream: string, connection: number, script: ConnectionScript): string[] {
  if (script.loop) return [];
  const on = (one: { upstream: string; connection: number }) =>
    one.upstream === upstream && one.connection === connection;
  // One that came in the aftermath found the healthy script in this one's place.
  const opened = connectionsOf(evidence.main, evidence.armings).find(on);
  if (opened?.phase !== 'steps')
    return [`connection ${connection} to upstream ${upstream} is scripted, and nobody opened it`];
  const done = evidence.main.observations.map((event) => (event.kind === 'step' && on(event) ? event.index : -1));
  // A step is reached when the one before it was carried out.
  const missed = script.steps[Math.max(...done) + 2];
  if (!missed) return [];
  return [`connection ${connection} to upstream ${upstream} never came to its step \`${missed.do}\``];
}

function unasked({ case: item, exchanges, struck }: Facts): string[] {
  const strikes = allSteps(item.variant.steps).filter(({ kind }) => kind === 'gateway');
  return authoredSteps(item.variant.steps, item.gateway)
    .filter(({ path }) => !strikes.some((step) => step.path === path))
    .filter(({ path }) => ![...exchanges, ...struck].some(({ exchange }) => exchange.step === path))
    .map(({ path }) => `${path} has expectations, and sent no request`);
}

function notAborted({ case: item, evidence }: Facts): string[] {
  const steps = requestSteps(item.variant.steps);
  return evidence.main.exchanges.flatMap(({ step, phase, aborted }) => {
    const given = phase === 'steps' ? steps.find(({ path }) => path === step)?.request.abort : undefined;
    return given && aborted === null ? [`${step} was to be given up by its client, and was over before`] : [];
  });
}

function notStruck({ evidence }: Facts): string[] {
  return (evidence.strikes ?? []).flatMap(({ step, tooSoon }) =>
    tooSoon === undefined ? [] : [`${step}: ${tooSoon}, so that the gateway was left alone`],
  );
}

function requestSteps(steps: readonly Step[]): Extract<Step, { kind: 'request' }>[] {
  return allSteps(steps).filter((step) => step.kind === 'request');
}
