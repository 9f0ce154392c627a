import { didYouMean } from '../core/did-you-mean.ts';
import { type FetchedVersion, fetchedVersions } from '../core/fetched-versions.ts';
import { tellVersion } from '../core/find-program.ts';
import type { Found, Gateway, GatewayImage } from '../core/gateway.ts';
import type { Problem } from '../core/problem.ts';
import { inVersionRange, splitGateway } from '../core/version-range.ts';

/** A gateway at a version, as `nginx@1.30`. */
export interface VersionedGateway extends Gateway {
  /** How the version must begin: `1.30` is 1.30.6 too, and is not 1.3. */
  readonly prefix: string;
  /** The one that it is at whatever version. */
  readonly plain: Gateway;
}

/** Whether a gateway was asked for at a version. */
export function isVersioned(gateway: Gateway): gateway is VersionedGateway {
  return 'prefix' in gateway && 'plain' in gateway;
}

/**
 * A gateway of a version: like the one without, but that it is found only where the installed program or one that was
 * fetched is of that version. Its kind stays, so that what is known of the gateway holds for it.
 */
export function atVersion(gateway: Gateway, builtIn: Gateway, prefix: string, folder?: string): VersionedGateway {
  return {
    ...gateway,
    name: `${gateway.name}@${prefix}`,
    kind: gateway.kind ?? gateway.name,
    image: gateway.image && { ...gateway.image, reference: tagged(gateway.image.reference, prefix) },
    prefix,
    plain: gateway,
    find: async () => await findVersion(gateway, builtIn, prefix, await fetchedVersions(folder)),
  };
}

/** The gateway and the version of `nginx@1.30`; the version is null where there is none, and undefined where it is no version. */
export function splitVersion(text: string): [name: string, prefix: string | null | undefined] {
  const [name, prefix] = splitGateway(text);
  return [name, prefix === null || /^\d+(?:\.\d+)*$/.test(prefix) ? prefix : undefined];
}

/** What is wrong with the name of a gateway, as a person gave it: a name that is no gateway's, or what stands behind the @ and is no version. */
export function nameProblem(text: string, gateways: readonly Gateway[]): Problem | null {
  const [name, prefix] = splitVersion(text);
  const names = gateways.map((gateway) => gateway.name);
  if (!names.includes(name)) {
    const hint = didYouMean(name, [...names, 'all'], 'gateways');
    return { code: 'unknown-gateway', message: `there is no gateway "${name}"`, hint };
  }
  if (prefix !== undefined) return null;
  const hint = `write how it begins, as ${name}@1.30`;
  return { code: 'wrong-version', message: `${text} asks for no version`, hint };
}

/** The newest of those that were fetched for a gateway whose version begins so. */
export function chosenVersion(
  fetched: readonly FetchedVersion[],
  kind: string,
  prefix: string,
): FetchedVersion | undefined {
  return fetched.findLast(({ gateway, version }) => gateway === kind && inVersionRange(version, `=${prefix}`));
}

async function findVersion(
  gateway: Gateway,
  builtIn: Gateway,
  prefix: string,
  fetched: readonly FetchedVersion[],
): Promise<Found> {
  const installed = await gateway.find();
  if (installed.found && inVersionRange(installed.version, `=${prefix}`)) return installed;
  const chosen = chosenVersion(fetched, builtIn.name, prefix);
  if (chosen && builtIn.image) return await findFetched(chosen, builtIn.image);
  const others = fetched.filter((one) => one.gateway === builtIn.name);
  const had = others.length > 0 ? `, ${others.map(({ version }) => version).join(', ')} fetched` : '';
  const what = builtIn.debian ? `; \`gatecrash gateways fetch ${builtIn.name}@${prefix}\` gets it from Debian` : '';
  return { found: false, reason: `no version ${prefix} is here (${installedOf(installed, others)}${had})${what}` };
}

/** What is installed, in words; what was fetched stands in for some that are not. */
function installedOf(look: Found, fetched: readonly FetchedVersion[]): string {
  if (!look.found) return look.reason;
  return fetched.some(({ program }) => program === look.program) ? 'none is installed' : `${look.version} is installed`;
}

async function findFetched({ program, folder }: FetchedVersion, image: GatewayImage): Promise<Found> {
  const look = await tellVersion(program, { args: image.versionArgs ?? [], version: image.version });
  return look.found ? look : { found: false, reason: `what was fetched into ${folder} does not run: ${look.reason}` };
}

/** `nginx:1.30.0` at 1.22 is `nginx:1.22`; what stands round the version in the tag stays. */
function tagged(reference: string, prefix: string): string {
  return reference.replace(/:(\D*)\d+(?:\.\d+)*([^:/]*)$/, `:$1${prefix}$2`);
}
