import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageFolder } from '../core/package-folder.ts';
import { dockerfilePath } from './dockerfiles.ts';
import { type HarnessFolder, harnessFolder } from './harness-folder.ts';
import { IMAGE_PROGRAMS } from './image-programs.ts';
import { importClosure, programFiles } from './import-closure.ts';
import { type PlacedPackage, packageTree } from './package-tree.ts';

/** All that an image of ours is made of. */
export interface ImageContent {
  readonly name: string;
  readonly dockerfile: string;
  readonly harness: HarnessFolder;
  /** The files of the programs, below harness/. */
  readonly programs: readonly string[];
  /** All files that go in, below harness/. */
  readonly files: readonly string[];
  readonly packages: readonly PlacedPackage[];
  /** This package's version and a hash of all that goes in: an image with this tag is never stale. */
  readonly tag: string;
}

/** True for an image that is made of this package's code; all others are gateways as their makers publish them. */
export function isOurs(name: string): boolean {
  return name in IMAGE_PROGRAMS;
}

/** What an image of ours is made of: its programs with all that they import, and the packages that these need. */
export async function imageContent(name: string, harness: HarnessFolder = harnessFolder()): Promise<ImageContent> {
  const patterns = IMAGE_PROGRAMS[name];
  if (!patterns) throw new TypeError(`${name} is no image of ours`);
  const closure = await importClosure(harness, patterns);
  const content = {
    name,
    dockerfile: await readFile(dockerfilePath(name), 'utf8'),
    harness,
    programs: patterns.flatMap((pattern) => programFiles(harness, pattern)),
    files: closure.files,
    packages: await packageTree(closure.packages, packageFolder()),
  };
  const manifest = await readFile(join(packageFolder(), 'package.json'), 'utf8');
  const { version }: { version: string } = JSON.parse(manifest);
  return { ...content, tag: `${version}-${await hash(content, manifest)}` };
}

/** Twelve hex digits of SHA-256. A package of a version is always the same, so that its version stands for it. */
async function hash(content: Omit<ImageContent, 'tag'>, manifest: string): Promise<string> {
  const sum = createHash('sha256');
  const add = (...texts: (string | Buffer)[]): void => {
    for (const text of texts) sum.update(`${Buffer.byteLength(text)}:`).update(text);
  };
  add(content.dockerfile, manifest);
  for (const { place, version } of content.packages) add(place, version);
  const texts = await Promise.all(content.files.map((file) => readFile(join(content.harness.path, file))));
  content.files.forEach((file, index) => {
    add(file, texts[index] ?? '');
  });
  return sum.digest('hex').slice(0, 12);
}
