import type { Case } from '../core/case.ts';
import type { Gateway } from '../core/gateway.ts';
import { type Problem, ProblemError } from '../core/problem.ts';
import type { EnsureOptions } from '../images/ensure-images.ts';
import type { GatewayInImage } from '../runtimes/docker/look-into-image.ts';
import { atVersion, isVersioned, nameProblem, splitVersion } from './at-version.ts';
import { imageAtVersion } from './image-at-version.ts';

/** A gateway with what was found of it, on this machine or in an image. */
export interface FoundGateway {
  readonly gateway: Gateway;
  readonly program: string;
  readonly version: string;
  /** What is known of the image that it is in; null where it is a program of this machine. */
  readonly container: GatewayInImage | null;
}

/** Where gateways are looked for; `auto`: on this machine, and those that are not there in images. */
export type RuntimeChoice = 'auto' | 'local' | 'docker';

/** What is asked for. */
export interface SelectOptions {
  /** None, or `all`, for every one. */
  readonly names: readonly string[];
  /** Whether every one that is wanted must be there. */
  readonly requireAll: boolean;
  readonly runtime: RuntimeChoice;
  readonly images: EnsureOptions;
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
export async function selectGateways(gateways: readonly Gateway[], options: SelectOptions): Promise<GatewaySelection> {
  const { names, requireAll } = options;
  const all = names.length === 0 || names.includes('all');
  const wanted = [
    ...gateways.filter(({ name }) => all || names.includes(name)),
    // Beside all of them, too: `all` is of those that are installed.
    ...versioned(names, gateways),
  ];
  const unknown = names.flatMap((name) => (name === 'all' ? [] : (nameProblem(name, gateways) ?? [])));
  if (unknown.length > 0) throw new ProblemError('usage', unknown);
  const looked = await Promise.all(wanted.map((gateway) => lookFor(gateway, options)));
  const missing = looked.flatMap((look) => ('missing' in look ? look.missing : []));
  const asked = looked.flatMap((look, at) =>
    'missing' in look && names.includes(wanted[at]?.name ?? '') ? look.missing : [],
  );
  const due = requireAll ? missing : asked;
  if (due.length > 0) throw new ProblemError('environment', due);
  return { found: looked.filter((look): look is FoundGateway => !('missing' in look)), missing };
}

/** Those that are asked for at a version, in the order asked. */
function versioned(names: readonly string[], gateways: readonly Gateway[]): Gateway[] {
  return [...new Set(names)].flatMap((text) => {
    const [name, prefix] = splitVersion(text);
    const gateway = gateways.find((one) => one.name === name);
    return gateway && prefix ? [atVersion(gateway, builtInOf(gateway, gateways), prefix)] : [];
  });
}

function builtInOf(gateway: Gateway, gateways: readonly Gateway[]): Gateway {
  return gateways.find(({ name }) => name === gateway.kind) ?? gateway;
}

/** The runtime that a gateway was found for. */
export function runtimeOf({ container }: FoundGateway): Case['runtime'] {
  return container === null ? 'local' : 'docker';
}

type Look = FoundGateway | { readonly missing: readonly Problem[] };

async function lookFor(gateway: Gateway, options: SelectOptions): Promise<Look> {
  const inContainers = options.runtime === 'auto' && gateway.image?.own !== undefined;
  if (options.runtime === 'docker' || inContainers) return await lookIntoImages(gateway, options);
  const look = await gateway.find();
  if (look.found) return { gateway, program: look.program, version: look.version, container: null };
  const missing = [notFound(gateway, look.reason)];
  if (options.runtime === 'local' || !gateway.image) return { missing };
  const inImage = await lookIntoImages(gateway, options);
  if (!('missing' in inImage)) return inImage;
  const why = inImage.missing.map(({ message }) => message).join('; ');
  return { missing: [notFound(gateway, `${look.reason}; in a container: ${why}`)] };
}

async function inImage(gateway: Gateway, images: EnsureOptions): Promise<GatewayInImage> {
  if (isVersioned(gateway)) return await imageAtVersion(gateway, images);
  const { lookIntoImage } = await import('../runtimes/docker/look-into-image.ts');
  return await lookIntoImage(gateway, images);
}

async function lookIntoImages(gateway: Gateway, { images }: SelectOptions): Promise<Look> {
  try {
    const container = await inImage(gateway, images);
    return { gateway, program: container.program, version: container.version, container };
  } catch (error) {
    if (error instanceof ProblemError) return { missing: error.problems };
    throw error;
  }
}

function notFound(gateway: Gateway, reason: string): Problem {
  return { code: 'gateway-not-found', message: `${gateway.title} was not found: ${reason}` };
}
