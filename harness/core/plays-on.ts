import type { Variant } from './scenario.ts';
import { splitGateway } from './version-range.ts';

/** Whether a variant is for a gateway of this name, which may end in `@VERSION`. An incident is for those that it is told of. */
export function playsOn({ gateway, incident }: Variant, name: string): boolean {
  const [bare] = splitGateway(name);
  if (gateway !== null && gateway !== bare) return false;
  return !incident || Object.keys(incident.signatures).some((whose) => splitGateway(whose)[0] === bare);
}
