import type { FaultEvidence } from './fault.ts';

/** Fired when some connection's script ran to its last step. */
export function scriptFinished(evidence: FaultEvidence): string | null {
  const finished = evidence.observations.some((event) => event.kind === 'step' && event.last);
  return finished ? null : 'no connection reached the last step of its script';
}

/** Fired when a probe that connected while the fault was armed met one of these results. */
export function probeMet(...results: readonly string[]): (evidence: FaultEvidence) => string | null {
  return ({ probes }) => {
    if (probes.some((probe) => results.includes(probe.result))) return null;
    const seen = probes.map((probe) => probe.result).join(', ') || 'nothing';
    return `a probe should have met ${results.join(' or ')}, and met ${seen}`;
  };
}
