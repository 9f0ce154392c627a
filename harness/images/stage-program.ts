import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram } from '../core/find-program.ts';

/** Gateways that Debian does not package: where their program is on this machine, it goes into their image. */
const NOT_IN_DEBIAN = ['envoy', 'traefik'];

/**
 * Puts the program of a gateway that Debian does not package beside its Dockerfile, where this machine has it. Returns the
 * names of the files; its Dockerfile fetches it where there is none.
 */
export async function stageProgram(name: string, folder: string): Promise<string[]> {
  if (!NOT_IN_DEBIAN.includes(name)) return [];
  const found = await findProgram({ names: [name], args: ['--help'], version: /(\S)/, install: '' });
  if (!found.found) return [];
  await copyFile(found.program, join(folder, name));
  return [name];
}
