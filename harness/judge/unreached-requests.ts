import type { Arming } from '../core/arming.ts';
import type { Observation } from '../core/evidence.ts';
import type { Facts } from '../core/facts.ts';
import type { RequestScript, UpstreamScript } from '../core/script.ts';
import { statesOf } from '../core/states-of.ts';

/** Sentences for entries of `requests` that nobody reached, or not to their end; `healthy` entries need not be. */
export function unreachedRequests(facts: Facts, upstream: string): string[] {
  const armings = facts.evidence.armings.filter((arming) => arming.upstream === upstream);
  return statesOf(facts.case.variant, upstream).flatMap(({ fault, effect }, index) => {
    // A fault says itself whether it fired.
    if (fault !== null) return [];
    const script: UpstreamScript | undefined = effect.place === 'script' ? effect.script : undefined;
    const seen = during(facts, upstream, armings[index]);
    const { list = [], choices = [] } = script?.requests ?? {};
    return [
      ...list.flatMap((entry, at) => unreachedIn(seen, upstream, at + 1, entry)),
      ...choices.flatMap(({ script }, at) => unchosen(seen, upstream, at, script)),
    ];
  });
}

/** A choice strikes when one of the requests that it means comes to the last step of its script. */
function unchosen(seen: readonly Observation[], upstream: string, choice: number, script: RequestScript): string[] {
  if (script.optional) return [];
  const begun = seen.filter((event) => event.kind === 'request-script' && event.choice === choice);
  const what = `\`when\` entry ${choice + 1} of upstream ${upstream}`;
  if (begun.length === 0) return [`no request was one that ${what} means`];
  const missed = begun.map((event) => (event.kind === 'request-script' ? missedStep(seen, event, script) : undefined));
  return missed.every((step) => step !== undefined)
    ? [`no request that ${what} means came to its step \`${missed[0]}\``]
    : [];
}

/** Sentences for requests that came to an upstream beyond its `requests`. */
export function unscriptedRequests({ evidence }: Facts): string[] {
  return evidence.main.observations.flatMap((event) =>
    event.kind === 'request-script' && !event.scripted
      ? [`request ${event.request} came to upstream ${event.upstream}, and nobody scripted it`]
      : [],
  );
}

/** The ordinals begin anew with each state; the requests that came during one, and all that followed on their connections. */
function during({ evidence }: Facts, upstream: string, arming: Arming | undefined): Observation[] {
  const { from = 0, until } = arming ?? {};
  const end = until ?? Number.POSITIVE_INFINITY;
  return evidence.main.observations.filter(
    (event) =>
      event.upstream === upstream && event.at >= from && (event.kind === 'request-script' ? event.at <= end : true),
  );
}

function unreachedIn(seen: readonly Observation[], upstream: string, request: number, script: RequestScript): string[] {
  if (script.optional) return [];
  const begun = seen.find((event) => event.kind === 'request-script' && event.request === request);
  if (begun?.kind !== 'request-script')
    return [`request ${request} to upstream ${upstream} is scripted, and nobody sent it`];
  const missed = missedStep(seen, begun, script);
  return missed ? [`request ${request} to upstream ${upstream} never came to its step \`${missed}\``] : [];
}

/** The first step that was not reached: one is reached when the one before it was carried out. */
function missedStep(seen: readonly Observation[], begun: Begun, { steps }: RequestScript): string | undefined {
  const done = seen.map((event) => (isStepOf(event, begun) ? event.index : -1));
  return steps[Math.max(-1, ...done) + 2]?.do;
}

type Begun = Extract<Observation, { readonly kind: 'request-script' }>;
type Step = Extract<Observation, { readonly kind: 'step' }>;

/** On one connection a step with this ordinal and a later moment is of this request, until the ordinals begin anew. */
function isStepOf(event: Observation, begun: Begun): event is Step {
  if (event.kind !== 'step' || event.at < begun.at) return false;
  return event.connection === begun.connection && event.request === begun.request;
}
