import { randomUUID } from 'node:crypto';
import type { Gateway, GatewayImage } from '../../core/gateway.ts';
import { messageOf, type Problem, ProblemError } from '../../core/problem.ts';
import { openEngine } from '../../images/engine.ts';
import { type EnsureOptions, ensureImages } from '../../images/ensure-images.ts';
import { labels } from './labels.ts';
import { ownImage } from './own-image.ts';
import { runOnce } from './run-once.ts';

/** A gateway in an image that is in the engine. */
export interface GatewayInImage {
  readonly gateway: Gateway;
  readonly image: string;
  readonly program: string;
  readonly version: string;
  /** Whether the image's own user is root. */
  readonly root: boolean;
}

/** Users that an image's configuration names when its processes run as root; none means root too. */
const ROOT = ['', '0', 'root'];

/**
 * Gets a gateway's image and asks the gateway in it for its version.
 *
 * @throws {ProblemError} environment: no engine, no image, or no such gateway in it
 */
export async function lookIntoImage(gateway: Gateway, options: EnsureOptions): Promise<GatewayInImage> {
  if (!gateway.image) throw broken(gateway, 'it is a command of this machine, and no image is known of it');
  const { program } = gateway.image;
  const image = await imageOf(gateway, gateway.image, options);
  const engine = await openEngine();
  const { Config } = await engine.docker.getImage(image).inspect();
  const root = ROOT.includes(Config.User.split(':')[0] ?? '');
  return { gateway, image, program, root, version: await versionIn(image) };

  async function versionIn(image: string): Promise<string> {
    if (!gateway.image?.versionArgs) return gateway.image?.own ? '-' : await versionHere(gateway);
    const words = [program, ...gateway.image.versionArgs];
    const said = await runOnce(engine, image, words, labels(`look-${randomUUID().slice(0, 8)}`)).catch(
      (error: unknown) => {
        throw broken(gateway, `${words.join(' ')} cannot be run in the image ${image}: ${messageOf(error)}`);
      },
    );
    const version = gateway.image.version.exec(said)?.[1];
    if (version !== undefined) return version;
    const what = said.trim().slice(0, 200) || 'nothing';
    throw broken(gateway, `${words.join(' ')} in the image ${image} does not tell a version; it says: ${what}`);
  }
}

/** A configuration of the user's own runs in the image of the built-in gateway that it is for, unless it has one itself. */
async function imageOf(gateway: Gateway, image: GatewayImage, options: EnsureOptions): Promise<string> {
  const { reference, own } = image;
  const override = options.overrides?.[gateway.name];
  if (own && !override) return await ownImage(gateway.name, image, options);
  const name = override ? gateway.name : (gateway.kind ?? gateway.name);
  return (await ensureImages([{ name, reference }], options)).get(name) ?? reference;
}

/** An image that is made of this package holds the very version that the package has. */
async function versionHere(gateway: Gateway): Promise<string> {
  const found = await gateway.find();
  if (found.found) return found.version;
  throw broken(gateway, found.reason);
}

function broken(gateway: Gateway, why: string): ProblemError {
  const problem: Problem = { code: 'gateway-not-in-image', message: `${gateway.title} in a container: ${why}` };
  return new ProblemError('environment', [problem]);
}
