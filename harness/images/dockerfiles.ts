import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../core/package-folder.ts';

/** The names of all images that can be built: the folders of fixtures/images. */
export function imageNames(): readonly string[] {
  return readdirSync(imagesFolder())
    .filter((name) => existsSync(dockerfilePath(name)))
    .sort();
}

/** The Dockerfile of an image. */
export function dockerfilePath(name: string): string {
  return join(imagesFolder(), name, 'Dockerfile');
}

function imagesFolder(): string {
  return join(packageFolder(), 'fixtures', 'images');
}

/** The public image that a Dockerfile builds on unless it is told otherwise: `ARG BASE=node:24-trixie-slim`. */
export function publicBase(dockerfile: string): string {
  const base = /^ARG BASE=(\S+)$/m.exec(dockerfile)?.[1];
  if (base === undefined) throw new TypeError('a Dockerfile of gatecrash names its base by ARG BASE=');
  return base;
}
