/** Where the images that are made of this package hold its folder harness/. */
const HARNESS_IN_IMAGE = '/opt/gatecrash/harness';

/**
 * The path of a program of ours in an image, named as `upstream/main`. It is the same in every image: one that gatecrash
 * makes holds main.js, and main.ts as a link to it; one that is made in a clone by `docker build` holds main.ts.
 */
export function programInImage(name: string): string {
  return `${HARNESS_IN_IMAGE}/${name}.ts`;
}
