import { didYouMean } from '../core/did-you-mean.ts';
import type { Gateway } from '../core/gateway.ts';
import { ProblemError } from '../core/problem.ts';
import { chosenImageSet } from '../images/chosen-image-set.ts';
import type { EnsureOptions } from '../images/ensure-images.ts';
import type { ImageSet } from '../images/image-reference.ts';

/** What was asked for of images. */
export interface ImageWishes {
  readonly images?: ImageSet | undefined;
  /** `GATEWAY=IMAGE`, for another image than usual. */
  readonly image: readonly string[];
}

/**
 * Where the images of a run come from: as asked for, else as GATECRASH_IMAGES says, else their makers'.
 *
 * @throws {ProblemError} usage: an image for a gateway that there is none of, or an unknown set
 */
export function imageOptions(
  wishes: ImageWishes,
  gateways: readonly Gateway[],
  say: (message: string) => void,
): EnsureOptions {
  const names = gateways.map(({ name }) => name);
  const overrides = Object.fromEntries(wishes.image.map((text) => parse(text, names)));
  return { set: wishes.images ?? chosenImageSet(), overrides, progress: (name, text) => say(`${name}: ${text}`) };
}

function parse(text: string, names: readonly string[]): [gateway: string, image: string] {
  const [, name, image] = /^([^=]+)=(\S+)$/.exec(text) ?? [];
  if (!name || !image) throw usage('wrong-image', `--image ${text}`, 'write GATEWAY=IMAGE, as nginx=nginx:1.25');
  if (names.includes(name)) return [name, image];
  throw usage('unknown-gateway', `--image ${text}: there is no gateway "${name}"`, didYouMean(name, names, 'gateways'));
}

function usage(code: string, message: string, hint: string | undefined): ProblemError {
  return new ProblemError('usage', [{ code, message, hint }]);
}
