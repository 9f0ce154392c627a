import type { FaultEvidence } from './fault.ts';
import { endedIn } from './fired.ts';
import type { UpstreamStep } from './script.ts';

/**
 * Fired when some connection's script ended in this step, or when the gateway ended a connection on which the script had
 * begun to send: it had had enough of what came, and did not wait for the rest.
 */
export function sentOrRefused(last: UpstreamStep['do']): (evidence: FaultEvidence) => string | null {
  return (evidence) => (refusedWhileSending(evidence) ? null : endedIn(last)(evidence));
}

function refusedWhileSending({ observations }: FaultEvidence): boolean {
  const begun = observations.filter((event) => event.kind === 'step' && event.step === 'send');
  return begun.some((event) =>
    observations.some(
      (end) =>
        end.kind === 'closed' &&
        'connection' in event &&
        end.connection === event.connection &&
        (end.by === 'peer-fin' || end.by === 'peer-rst'),
    ),
  );
}
