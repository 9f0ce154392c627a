import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { matchesGolden } from '../support/golden.ts';
import { loadText, problemsText, wholeCatalogue } from '../support/load-text.ts';

const FOLDER = fileURLToPath(new URL('../golden/problems/', import.meta.url));

/** Each NAME.yaml of golden/problems/ has all that a person is told of it beside it, in NAME.txt. */
t.test('every mistake in a file is told at once, with its place and what to do', async (t) => {
  const catalogue = {
    ...(await wholeCatalogue()),
    gateways: ['haproxy', 'nginx', 'reference'],
    configurable: ['haproxy', 'nginx'],
    rules: ['OP-01', 'OP-28'],
  };
  const files = globSync('*.yaml', { cwd: FOLDER }).sort();
  t.ok(files.length > 10, 'the examples are there');
  for (const file of files) {
    const { scenario, problems } = loadText(readFileSync(`${FOLDER}${file}`, 'utf8'), catalogue);
    t.equal(scenario, undefined, `${file} is refused`);
    t.ok(
      problems.every(({ code }) => /^[a-z]+(?:-[a-z]+)*$/.test(code)),
      `${file}: codes are stable words`,
    );
    matchesGolden(t, `problems/${basename(file, '.yaml')}.txt`, problemsText(problems));
  }
});
