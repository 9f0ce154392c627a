import { ProblemError } from '../core/problem.ts';
import { inVersionRange } from '../core/version-range.ts';
import type { EnsureOptions } from '../images/ensure-images.ts';
import { SUITES, type Suite } from '../images/suite.ts';
import type { GatewayInImage } from '../runtimes/docker/look-into-image.ts';
import type { VersionedGateway } from './at-version.ts';

/**
 * A gateway at a version in an image: the one that its makers publish with that tag, or of those that are built over
 * Debian the first whose gateway is of that version.
 *
 * @throws {ProblemError} environment: no engine, no such image, or another version in it
 */
export async function imageAtVersion(versioned: VersionedGateway, options: EnsureOptions): Promise<GatewayInImage> {
  const gateway = versioned.plain;
  const { lookIntoImage } = await import('../runtimes/docker/look-into-image.ts');
  const asked = { ...gateway, image: versioned.image };
  const built = options.set === 'built' || gateway.image?.reference.startsWith('gatecrash-built/') === true;
  const suites: readonly (Suite | undefined)[] = built ? SUITES : [options.suite];
  const other: string[] = [];
  for (const suite of suites) {
    try {
      const look = await lookIntoImage(asked, { ...options, suite });
      if (inVersionRange(look.version, `=${versioned.prefix}`)) return { ...look, gateway: versioned };
      other.push(`${look.image} has ${look.version}`);
    } catch (error) {
      if (!(error instanceof ProblemError) || !built) throw error;
      other.push(error.message);
    }
  }
  const message = `${gateway.title} ${versioned.prefix} is in no image: ${other.join('; ')}`;
  const hint = built
    ? `\`gatecrash images build ${gateway.name} --suite SUITE\` makes one of another suite`
    : undefined;
  throw new ProblemError('environment', [{ code: 'no-such-version', message, hint }]);
}
