import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import type { Fault } from '../core/fault.ts';
import { packageFolder } from '../core/package-folder.ts';
import { messageOf, ProblemError } from '../core/problem.ts';
import { loadFolder } from '../core/registry.ts';
import { type KnownLines, type RecordedSignatures, SIGNATURES_VERSION, type SignatureBase } from '../core/signature.ts';

/** Where the signatures lie, from the folder of the package. */
export const SIGNATURES_FOLDER = 'fixtures/signatures';

/**
 * The signatures that come with the package: those that `npm run signatures` records, and those known from elsewhere.
 *
 * @throws {ProblemError} environment: a file is none of signatures, or of another version
 */
export async function readSignatures(folder = join(packageFolder(), SIGNATURES_FOLDER)): Promise<SignatureBase> {
  const faults = await loadFolder<Fault>('faults');
  return {
    recorded: new Map(
      filesIn(folder, '.json')
        .map(readRecorded)
        .map((one) => [one.gateway, one]),
    ),
    known: new Map(
      filesIn(join(folder, 'known'), '.yaml')
        .map(readKnown)
        .map((one) => [one.gateway, one]),
    ),
    faults: new Map(faults.map(({ name, summary, group }) => [name, { summary, group }])),
  };
}

/** Sorted; none where there is no such folder. */
function filesIn(folder: string, ending: string): string[] {
  try {
    return readdirSync(folder)
      .filter((file) => basename(file).endsWith(ending))
      .sort()
      .map((file) => join(folder, file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function readRecorded(file: string): RecordedSignatures {
  const read = parsed(file, (text) => JSON.parse(text)) as RecordedSignatures;
  if (read.version === SIGNATURES_VERSION && Array.isArray(read.signatures)) return read;
  throw noSignatures(file, `its version is ${String(read.version)}, and ${SIGNATURES_VERSION} is read`);
}

function readKnown(file: string): KnownLines {
  const read = parsed(file, (text) => parse(text)) as KnownLines;
  if (typeof read.gateway === 'string' && Array.isArray(read.lines)) return read;
  throw noSignatures(file, 'it has no gateway, or no lines');
}

function parsed(file: string, parser: (text: string) => unknown): object {
  try {
    return Object(parser(readFileSync(file, 'utf8')));
  } catch (error) {
    throw noSignatures(file, messageOf(error));
  }
}

function noSignatures(file: string, why: string): ProblemError {
  const hint = '`npm run signatures` writes those of built-in gateways anew';
  return new ProblemError('environment', [
    { code: 'no-signatures', message: `${file} holds no signatures: ${why}`, hint },
  ]);
}
