import type { FaultEvidence } from './fault.ts';

/** Whether a gateway ended a connection on which the script had begun to send: it had had enough of what came. */
export function givenUpWhileSending({ observations }: FaultEvidence): boolean {
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
