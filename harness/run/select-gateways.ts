import { didYouMean } from '../core/did-you-mean.ts';
import type { Found, Gateway } from '../core/gateway.ts';
import { type Problem, ProblemError } from '../core/problem.ts';

/** A gateway with what was found of it on this machine. */
export interface FoundGateway {
  readonly gateway: Gateway;
  readonly program: string;
  readonly version: string;
}

/** The gateways to run on, and what is to be said of those that are missing. */
export interface GatewaySelection {
  readonly found: readonly FoundGateway[];
  readonly missing: readonly Problem[];
}

/**
 * Looks for the gateways that were asked for; none or `all` asks for every one. One that was asked for by name must be
 * there, and under `requireAll` every one must.
 *
 * @throws {ProblemError} usage: an unknown name; environment: a gateway that must be there and is not
 */
export async function selectGateways(
  gateways: readonly Gateway[],
  names: readonly string[],
  requireAll: boolean,
): Promise<GatewaySelection> {
  const all = names.length === 0 || names.includes('all');
  const unknown = names.filter((name) => name !== 'all' && !gateways.some((gateway) => gateway.name === name));
  if (unknown.length > 0)
    throw new ProblemError(
      'usage',
      unknown.map((name) => unknownGateway(name, gateways)),
    );
  const wanted = all ? gateways : gateways.filter((gateway) => names.includes(gateway.name));
  const looked = await Promise.all(wanted.map(async (gateway) => ({ gateway, look: await gateway.find() })));
  const missing = looked.flatMap(({ gateway, look }) => (look.found ? [] : [notFound(gateway, look)]));
  if (missing.length > 0 && (requireAll || !all)) throw new ProblemError('environment', missing);
  const found = looked.flatMap(({ gateway, look }) =>
    look.found ? [{ gateway, program: look.program, version: look.version }] : [],
  );
  return { found, missing };
}

function notFound(gateway: Gateway, look: Extract<Found, { found: false }>): Problem {
  return { code: 'gateway-not-found', message: `${gateway.title} was not found: ${look.reason}` };
}

function unknownGateway(name: string, gateways: readonly Gateway[]): Problem {
  const names = gateways.map((gateway) => gateway.name);
  return {
    code: 'unknown-gateway',
    message: `there is no gateway "${name}"`,
    hint: didYouMean(name, [...names, 'all'], 'gateways'),
  };
}
