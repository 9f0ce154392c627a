import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Test } from 'tap';

/**
 * Compares text with test/golden/NAME to the byte. With UPDATE_GOLDEN=1 in the environment the file is written anew
 * instead, to be read in the diff before it is committed.
 */
export function matchesGolden(t: Test, name: string, text: string): void {
  const path = fileURLToPath(new URL(`../golden/${name}`, import.meta.url));
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  t.equal(text, readFileSync(path, 'utf8'), `is golden/${name}`);
}
