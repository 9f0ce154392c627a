import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { parse } from 'yaml';
import { readAtlas } from '../../harness/atlas/read-atlas.ts';
import type { Fault } from '../../harness/core/fault.ts';
import { packageFolder } from '../../harness/core/package-folder.ts';
import { loadFolder } from '../../harness/core/registry.ts';
import { type Cause, gatewayTroublePage, type PageParts } from './gateway-trouble-page.ts';

const DOCS = join(packageFolder(), 'docs');
const FILE = join(DOCS, '502.md');
const causes = parse(readFileSync(join(packageFolder(), 'fixtures', 'causes-of-502.yaml'), 'utf8')) as Cause[];
const atlas = readAtlas();
if (!atlas) throw new Error('there is no atlas');
const parts: PageParts = {
  template: readFileSync(join(DOCS, '502.template.md'), 'utf8'),
  causes,
  atlas,
  nameOf: scenarioName,
};

function scenarioName(id: string): string | undefined {
  const file = join(packageFolder(), 'scenarios', `${id}.yaml`);
  return existsSync(file) ? (parse(readFileSync(file, 'utf8')) as { name: string }).name : undefined;
}

/** The files of the package that the page leads to, from its own folder. */
function linksOf(page: string): string[] {
  return [...page.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link).filter((link) => !/^https?:/.test(link));
}

t.test('docs/502.md is what its template, the causes and the atlas say', (t) => {
  const page = gatewayTroublePage(parts);
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(FILE, page);
  t.equal(readFileSync(FILE, 'utf8'), page);
  t.end();
});

t.test('every link of the page leads to a file', (t) => {
  const links = linksOf(readFileSync(FILE, 'utf8'));
  t.ok(links.length > 30);
  t.same(
    links.filter((link) => !existsSync(join(DOCS, link.split('#')[0] ?? ''))),
    [],
  );
  t.same(linksOf('[x](../nowhere.yaml) [y](https://example.test/)'), ['../nowhere.yaml'], 'and a link is seen as one');
  t.end();
});

t.test('every cause is shown by a scenario that plays its fault, and names gateways that there are', async (t) => {
  const faults = new Set((await loadFolder<Fault>('faults')).map(({ name }) => name));
  const gateways = new Set(atlas.gateways.map(({ name }) => name));
  for (const { title, fault, scenarios, log } of causes) {
    t.ok(faults.has(fault), `${title}: ${fault}`);
    const text = readFileSync(join(packageFolder(), 'scenarios', `${scenarios[0]}.yaml`), 'utf8');
    t.ok(text.includes(fault), `${title}: ${scenarios[0]} plays ${fault}`);
    t.same(
      Object.keys(log).filter((name) => !gateways.has(name)),
      [],
    );
  }
});

t.test('what the page asks for and is not there is told', (t) => {
  const page = (template: string) => () => gatewayTroublePage({ ...parts, template });
  t.throws(page('{{nothing}}'), { message: 'there is no {{nothing}}' });
  t.throws(page('{{scenario no/where}}'), { message: 'there is no scenario no/where' });
  t.throws(page('{{answers no-fault}}'), { message: 'the atlas does not have no-fault' });
  t.end();
});
