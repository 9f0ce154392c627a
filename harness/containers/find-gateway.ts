import { didYouMean } from '../core/did-you-mean.ts';
import type { Gateway } from '../core/gateway.ts';
import { ProblemError } from '../core/problem.ts';
import { loadFolder } from '../core/registry.ts';

/** The gateway of that name. Rejects with a ProblemError where there is none. */
export async function findGateway(name: string): Promise<Gateway> {
  const gateways = await loadFolder<Gateway>('gateways');
  const gateway = gateways.find((candidate) => candidate.name === name);
  if (gateway) return gateway;
  const names = gateways.map((candidate) => candidate.name);
  const message = `there is no gateway "${name}"; ${didYouMean(name, names, 'the gateways are')}`;
  throw new ProblemError('usage', [{ code: 'unknown-gateway', message }]);
}
