import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import { now } from '../../harness/core/clock.ts';
import { packageFolder } from '../../harness/core/package-folder.ts';
import { loadText, wholeCatalogue } from '../support/load-text.ts';

const catalogue = await wholeCatalogue();
const folder = join(packageFolder(), 'scenarios');
const TEXTS = globSync('**/*.yaml', { cwd: folder })
  .sort()
  .map((file) => readFileSync(join(folder, file), 'utf8'));

/** FUZZ_RUNS in the environment makes more; the seed makes every run the same. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 300);
const SEED = 502;
/** No text may take longer, in milliseconds: a person waits for it at every change. */
const LONGEST = 1000;

/** What is put in: signs of YAML, words and values of the language, and what nobody means to write. */
const PIECES = [
  '',
  ' ',
  '  ',
  '\n',
  ':',
  '- ',
  '{',
  '}',
  '[',
  ']',
  '"',
  '#',
  '&a',
  '*a',
  '|',
  '!!int',
  '${x}',
  '-1',
  '1e9',
].concat([
  'null',
  'true',
  '502',
  '1s',
  '64KiB',
  '9999GiB',
  'healthy',
  'fault:',
  'expect:',
  'steps:',
  'matrix:',
  '\u0000',
  '\u2028',
]);

interface Change {
  readonly kind: 'cut' | 'put' | 'double' | 'swap' | 'indent';
  readonly at: number;
  readonly size: number;
  readonly piece: string;
}

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('cut', 'put', 'double', 'swap', 'indent'),
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  size: fc.integer({ min: 1, max: 12 }),
  piece: fc.constantFrom(...PIECES),
});

/** A text with one change: characters cut or put in, a line doubled, moved down by one, or indented otherwise. */
function changed(text: string, { kind, at, size, piece }: Change): string {
  const offset = Math.floor(at * text.length);
  if (kind === 'cut') return text.slice(0, offset) + text.slice(offset + size);
  if (kind === 'put') return text.slice(0, offset) + piece + text.slice(offset);
  const lines = text.split('\n');
  const index = Math.floor(at * lines.length);
  const line = lines[index] ?? '';
  if (kind === 'double') return lines.toSpliced(index, 0, line).join('\n');
  if (kind === 'indent') return lines.with(index, ' '.repeat(size % 5) + line.trimStart()).join('\n');
  return lines.toSpliced(index, 2, lines[index + 1] ?? '', line).join('\n');
}

t.test('a shipped scenario with some changes loads, or is refused with a reason and a place', (t) => {
  const times: number[] = [];
  const scenario = fc.tuple(fc.constantFrom(...TEXTS), fc.array(change, { minLength: 1, maxLength: 4 }));
  const property = fc.property(scenario, ([text, changes]) => {
    const mutated = changes.reduce(changed, text);
    const began = now();
    const { scenario: loaded, problems } = loadText(mutated, catalogue);
    times.push(now() - began);
    if (loaded) return problems.length === 0 && loaded.variants.length > 0;
    return problems.length > 0 && problems.every(({ message, place }) => message && (place?.line ?? 0) > 0);
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: RUNS, seed: SEED }));
  times.sort((a, b) => a - b);
  const p99 = times[Math.ceil(times.length * 0.99) - 1] ?? 0;
  const slowest = times.at(-1) ?? 0;
  t.comment(`${times.length} texts: p99 ${p99.toFixed(1)} ms, slowest ${slowest.toFixed(1)} ms`);
  t.ok(slowest < LONGEST, `none takes ${LONGEST} ms`);
  t.end();
});
