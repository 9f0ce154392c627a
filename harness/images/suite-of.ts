import { existsSync, readFileSync } from 'node:fs';
import { dockerfilePath, publicBase } from './dockerfiles.ts';
import { SUITES, type Suite } from './suite.ts';

/**
 * The suite that a gateway of Debian's is taken from: the one that is asked for, or, where that has none, the oldest that
 * does, which is the one that its Dockerfile names.
 */
export function suiteOf(name: string, wanted: Suite): Suite {
  const path = dockerfilePath(name);
  const base = existsSync(path) ? publicBase(readFileSync(path, 'utf8')) : '';
  const oldest = SUITES.findIndex((suite) => base === `debian:${suite}-slim`);
  return SUITES[Math.max(oldest, SUITES.indexOf(wanted))] ?? wanted;
}
