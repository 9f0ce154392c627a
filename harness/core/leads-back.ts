import type { UpstreamScript } from './script.ts';

/** Whether some connection of a script is led back to the gateway, so that somebody has to say where that listens. */
export function leadsBack({ connections, rest }: UpstreamScript): boolean {
  return [...connections, ...(rest ? [rest] : [])].some(({ steps }) =>
    steps.some((step) => step.do === 'splice' && step.to === 'gateway'),
  );
}
