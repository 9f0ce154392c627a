import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { messageOf } from '../../harness/core/problem.ts';
import type { Region } from './executed-code.ts';
import type { Mutant, Patch } from './mutant.ts';

/** Where the files are that patches speak of. */
const REFERENCE_FOLDER = new URL('../../harness/gateways/reference/', import.meta.url);

/**
 * The files that a mutant changes: URL -> JavaScript. Patches are applied to the TypeScript text, so that a mutant is
 * written against what one reads in the file. Types are stripped here, once, and not in every process: there it would take
 * longer than all else that a start takes.
 *
 * Throws an Error that names the file where a patch does not find its text exactly once, or leaves no valid TypeScript.
 */
export function patchedFiles({ patches }: Pick<Mutant, 'patches'>): Record<string, string> {
  const byFile = Map.groupBy(patches, ({ file }) => file);
  return Object.fromEntries([...byFile].map(([file, ofFile]) => [urlOf(file), patchedFile(file, ofFile)]));
}

/**
 * The parts of the files that a mutant changes, as they are without the mutant. A patch of what an earlier one has put in
 * lies within that one's part, and an import that is added does nothing by itself.
 */
export function patchedRegions({ patches }: Pick<Mutant, 'patches'>): Region[] {
  return patches.flatMap(({ file, find, replace }) => {
    const start = textOf(file).indexOf(find);
    const addsImport = IMPORTS.test(find) && IMPORTS.test(replace) && replace.includes(find);
    return start === -1 || addsImport ? [] : [{ url: urlOf(file), start, end: start + find.length }];
  });
}

/** Lines that import, and nothing else. */
const IMPORTS = /^(?:import [^;]+ from '[^']+';\n?)+$/;

/** Whether a script is one of the reference gateway's. */
export function isOfReference(url: string): boolean {
  return url.startsWith(REFERENCE_FOLDER.href);
}

function urlOf(file: string): string {
  return new URL(file, REFERENCE_FOLDER).href;
}

function patchedFile(file: string, patches: readonly Patch[]): string {
  const text = patches.reduce(applyPatch, textOf(file));
  try {
    return stripTypeScriptTypes(text, { sourceUrl: urlOf(file) });
  } catch (error) {
    throw new Error(`${file}, patched, is not valid: ${messageOf(error)}`, { cause: error });
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(new URL(file, REFERENCE_FOLDER), 'utf8');
  } catch (error) {
    throw new Error(`${file} is no file of harness/gateways/reference/`, { cause: error });
  }
}

function applyPatch(text: string, { file, find, replace }: Patch): string {
  const parts = text.split(find);
  if (find !== '' && parts.length === 2) return parts.join(replace);
  const times = find === '' ? 'an empty text cannot be found' : `this is there ${parts.length - 1} times, not once`;
  throw new Error(`${file}: ${times}: ${JSON.stringify(find)}`);
}
