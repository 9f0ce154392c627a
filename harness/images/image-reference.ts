import type { Suite } from './suite.ts';

/** Where images come from: their makers (ours: from this package over a public base), or all made here over Debian. */
export type ImageSet = 'official' | 'built';

/** The label that every image of ours carries; its value is the image's name. */
export const LABEL = 'gatecrash.image';

/** The repository of what is made over Debian. */
export const BUILT_REPOSITORY = 'gatecrash-built/';

/** The repositories of what gatecrash makes. */
export const REPOSITORIES = ['gatecrash/', BUILT_REPOSITORY] as const;

/** An image that is made of this package's code. */
export function ourReference(name: string, tag: string, set: ImageSet): string {
  return `${set === 'built' ? 'gatecrash-built' : 'gatecrash'}/${name}:${tag}`;
}

/** A gateway of Debian's, or `debian` itself. */
export function builtReference(name: string, suite: Suite): string {
  return `gatecrash-built/${name}:${suite}`;
}
