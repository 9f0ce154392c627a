import type { Observation } from './evidence.ts';
import type { FaultEvidence } from './fault.ts';
import type { Http2Step } from './http2-script.ts';
import type { UpstreamStep } from './script.ts';

type Fired = (evidence: FaultEvidence) => string | null;

/** Fired when some connection's script ran to its last step. */
export function scriptFinished(evidence: FaultEvidence): string | null {
  const finished = evidence.observations.some((event) => event.kind === 'step' && event.last);
  return finished ? null : 'no connection reached the last step of its script';
}

/**
 * Fired when some connection's script ended in this step. More exact than `scriptFinished`: a connection that was busy with
 * another script when the fault was armed finishes that one first.
 */
export function endedIn(step: UpstreamStep['do']): Fired {
  return firedBy(
    (event) => event.kind === 'step' && event.last && event.step === step,
    `no connection came to the last step of the script, ${step}`,
  );
}

/** Fired when some script let time pass on purpose; the gateway may have left meanwhile. */
export const stalled: Fired = firedBy(
  (event) => event.kind === 'waiting' && event.what === 'time',
  'no connection came to where its script lets time pass',
);

/** Fired when some script carried out this step. */
export function played(step: UpstreamStep['do']): Fired {
  return firedBy(
    (event) => event.kind === 'step' && event.step === step,
    `no connection came to the step ${step} of its script`,
  );
}

/** Fired when the script's `reset` ended a connection; none is sent where the gateway was gone before. */
export function wasReset({ observations }: FaultEvidence): string | null {
  const missing = endedIn('reset')({ observations, probes: [] });
  const reset = observations.some((event) => event.kind === 'closed' && event.by === 'our-rst');
  return missing ?? (reset ? null : 'the upstream sent no RST: the gateway had ended the connection before');
}

/** Fired when a step of HTTP/2 sent its frames: it sends none where the gateway does not speak HTTP/2. */
export function sentOnStream(step: Http2Step['do'], { last = false } = {}): Fired {
  return firedBy(
    (event) => event.kind === 'step' && event.step === step && event.note === 'sent' && (event.last || !last),
    `no connection came to ${step} over HTTP/2: \`gateway: { http2: true }\` asks for it`,
  );
}

/** Fired when the kernel showed the upstream's process in this state after the signal. */
export function signalled(signal: NodeJS.Signals | 'out-of-memory', state: 'dead' | 'stopped'): Fired {
  return firedBy(
    (event) => event.kind === 'signal' && event.signal === signal && event.state === state,
    `the upstream's process was not seen ${state} after ${signal}`,
  );
}

/** Fired when the resolver was asked for the upstream's name and gave one of these answers. */
export function resolverSaid(...answers: readonly string[]): Fired {
  return firedBy(
    (event) => event.kind === 'query' && answers.includes(event.answer),
    `the resolver was never asked for the upstream's name while it answers ${answers.join(' or ')}`,
  );
}

/** Fired when the resolver was asked for the upstream's name and its answer, in the words of observations, began so. */
export function resolverBegan(start: string): Fired {
  return firedBy(
    (event) => event.kind === 'query' && event.answer.startsWith(start),
    `the resolver was never asked for the upstream's name while it answers: ${start}`,
  );
}

/** Fired when a probe that connected while the fault was armed met one of these results. */
export function probeMet(...results: readonly string[]): Fired {
  return ({ probes }) => {
    if (probes.some((probe) => results.includes(probe.result))) return null;
    const seen = probes.map((probe) => probe.result).join(', ') || 'nothing';
    return `a probe should have met ${results.join(' or ')}, and met ${seen}`;
  };
}

function firedBy(happened: (event: Observation) => boolean, missing: string): Fired {
  return ({ observations }) => (observations.some(happened) ? null : missing);
}

/** Fired when a request that some choice (undefined: none) meant came to such a step of its script. */
export function choiceStruck(isIt: (choice: number | undefined, step: string) => boolean): Fired {
  return ({ observations }) => {
    const begun = new Map<string, number | undefined>();
    for (const event of observations) {
      if (event.kind === 'request-script') begun.set(`${event.connection} ${event.request}`, event.choice);
      if (event.kind !== 'step' || event.request === undefined) continue;
      const key = `${event.connection} ${event.request}`;
      if (begun.has(key) && isIt(begun.get(key), event.step)) return null;
    }
    return 'no request that it is for came to be served';
  };
}
