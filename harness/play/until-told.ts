import type { Case } from '../core/case.ts';
import type { Deployment } from '../core/runtime.ts';
import { signatureFor } from '../core/signature-for.ts';
import { textPattern } from '../core/text-pattern.ts';
import { untilLogged } from './until-logged.ts';

/** How late a line may come that a gateway has written, in milliseconds: through an engine, or from one that holds lines back. */
const LATE = 2000;

/** Waits until the log has the line that the incident's signature names: it may be written and not yet handed over. */
export async function untilTold({ variant, gateway }: Case, deployment: Deployment, over: AbortSignal): Promise<void> {
  const { incident } = variant;
  const log = incident?.part === 'reported' ? signatureFor(incident, gateway)?.log : null;
  const pattern = log ? textPattern(log) : undefined;
  if (pattern) await untilLogged(deployment, (line) => pattern.test(line), LATE, over);
}
