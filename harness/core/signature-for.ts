import type { CaseGateway } from './case.ts';
import type { IncidentPart, Signature } from './incident.ts';
import { inVersionRange, splitGateway } from './version-range.ts';

/** The signature that an incident leaves on a gateway of this version; undefined where it leaves none. */
export function signatureFor(
  { signatures }: IncidentPart,
  { name, version }: Pick<CaseGateway, 'name' | 'version'>,
): Signature | undefined {
  const [bare] = splitGateway(name);
  const fitting = Object.entries(signatures).filter(([whose]) => {
    const [gateway, range] = splitGateway(whose);
    return gateway === bare && (range === null || inVersionRange(version, range));
  });
  return fitting.at(-1)?.[1];
}
