import t from 'tap';
import { isOfReference, patchedFiles, patchedRegions } from './patched-files.ts';

const FIND = "if (exchange.begun === 'until-close')";

function truncatePatched(find: string, replace: string): string {
  const [source = ''] = Object.values(patchedFiles({ patches: [{ file: 'truncate.ts', find, replace }] }));
  return source;
}

t.test('a patched file is JavaScript with the new text in place of the old', (t) => {
  const source = truncatePatched(FIND, 'if ((true as boolean) && `$&`)');
  t.match(source, '&& `$&`) exchange.client.reset();', 'and $& means nothing');
  t.notMatch(source, 'import type', 'types are gone');
  t.notMatch(source, FIND);
  t.end();
});

t.test('patches of one file are applied in order, each to what those before it left', (t) => {
  const patches = [
    { file: 'truncate.ts', find: FIND, replace: 'if (first)' },
    { file: 'truncate.ts', find: 'if (first)', replace: 'if (second)' },
    { file: 'chunk.ts', find: 'export const LAST_CHUNK', replace: 'export let LAST_CHUNK' },
  ] as const;
  const files = patchedFiles({ patches });
  t.same(
    Object.keys(files).map((url) => url.split('/').at(-1)),
    ['truncate.ts', 'chunk.ts'],
  );
  t.match(Object.values(files), [/if \(second\)/, /export let LAST_CHUNK/]);
  t.end();
});

t.test('a patch that cannot be applied is refused, with the file and the reason', (t) => {
  t.throws(() => truncatePatched('exchange.served', ''), /^truncate\.ts: this is there 0 times, not once: "exchange/);
  t.throws(() => truncatePatched('exchange', ''), /^truncate\.ts: this is there \d times, not once/);
  t.throws(() => truncatePatched('', 'x'), /^truncate\.ts: an empty text cannot be found/);
  t.throws(() => truncatePatched(FIND, 'if ('), /^truncate\.ts, patched, is not valid: /);
  t.throws(
    () => patchedFiles({ patches: [{ file: 'cut.ts', find: 'a', replace: 'b' }] }),
    /^cut\.ts is no file of harness\/gateways\/reference/,
  );
  t.end();
});

t.test('the parts that a mutant changes are told by their places in the files as they are', (t) => {
  const [region, ...more] = patchedRegions({
    patches: [
      { file: 'truncate.ts', find: FIND, replace: 'if (first)' },
      { file: 'truncate.ts', find: 'if (first)', replace: 'if (second)' },
    ],
  });
  t.same(more, [], 'what a patch puts in is no part of its own');
  t.match(region, { url: /\/reference\/truncate\.ts$/, end: (region?.start ?? 0) + FIND.length });
  t.ok(isOfReference(region?.url ?? ''));
  t.notOk(isOfReference(import.meta.url));
  t.end();
});

t.test('an import that is added changes nothing by itself, one that is changed may', (t) => {
  const find = "import type { Exchange } from './exchange.ts';";
  const regions = (replace: string) => patchedRegions({ patches: [{ file: 'truncate.ts', find, replace }] });
  t.same(regions(`${find}\nimport { chunk } from './chunk.ts';`), []);
  t.equal(regions("import type { Exchange } from './other.ts';").length, 1);
  t.equal(regions(`${find}\nlet count = 0;`).length, 1);
  t.end();
});
