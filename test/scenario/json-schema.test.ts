import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { parse } from 'yaml';
import { z } from 'zod';
import { scenarioJsonSchema, scenarioJsonSchemaText } from '../../harness/scenario/json-schema.ts';
import { wholeCatalogue } from '../support/load-text.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const { faults, expectations } = await wholeCatalogue();
const schema = z.fromJSONSchema(scenarioJsonSchema(faults, expectations) as Parameters<typeof z.fromJSONSchema>[0]);

/** Whether an editor would take the text. */
function accepts(text: string): boolean {
  return schema.safeParse(parse(text)).success;
}

t.test('scenario.schema.json is up to date; `npm run schema` writes it anew', (t) => {
  const text = scenarioJsonSchemaText(faults, expectations);
  t.equal(readFileSync(join(ROOT, 'scenario.schema.json'), 'utf8'), text);
  t.equal(scenarioJsonSchemaText(faults, expectations), text, 'it is the same each time');
  t.end();
});

t.test('editors take every scenario that comes with the package', (t) => {
  const files = globSync('scenarios/**/*.yaml', { cwd: ROOT });
  t.ok(files.length > 20);
  for (const file of files) t.ok(accepts(readFileSync(join(ROOT, file), 'utf8')), file);
  t.end();
});

t.test('editors take every example of a fault and of an expectation, and of no other', (t) => {
  const inState = (state: string): string => `{ name: x, upstreams: { app: ${state} }, steps: [ request: GET / ] }`;
  const inStep = (expect: string): string =>
    `{ name: x, upstreams: { app: healthy }, steps: [ { request: GET /, expect: ${expect} } ] }`;
  for (const { name, examples } of faults) {
    for (const example of examples) t.ok(accepts(inState(example)), example);
    t.notOk(accepts(inState(`{ fault: ${name}, no-such-parameter: 1 }`)), `${name} with a parameter that it has not`);
  }
  for (const { key, named, examples } of expectations) {
    const full = named ? `${key}.app` : key;
    for (const example of examples) t.ok(accepts(inStep(`{ ${full}: ${example} }`)), `${full}: ${example}`);
    t.ok(accepts(inStep(`{ per-gateway: { nginx: { ${full}: ${examples[0]} } } }`)), `${full} for one gateway`);
  }
  t.notOk(accepts(inStep('{ statsu: 200 }')));
  t.notOk(accepts(inState('no-such-fault')));
  t.end();
});

t.test('editors underline what the loader refuses by shape', (t) => {
  const good = { name: 'x', upstreams: { app: 'healthy' }, steps: [{ request: 'GET /' }] };
  t.ok(accepts(JSON.stringify(good)));
  const wrong: readonly object[] = [
    { ...good, steps: [] },
    { ...good, stpes: [] },
    { name: 'x', steps: good.steps },
    { ...good, upstreams: { api: 'healthy' } },
    { ...good, steps: [{ requst: 'GET /' }] },
    { ...good, steps: [{ request: 'GET /', times: 0 }] },
    { ...good, steps: [{ until: { request: 'GET /', status: 200, within: '1 second' } }] },
    { ...good, upstreams: { app: { connections: [[{ stall: 5 }]] } } },
    { ...good, upstreams: { app: { connections: ['firewall-drop'] } } },
  ];
  for (const one of wrong) t.notOk(accepts(JSON.stringify(one)), JSON.stringify(one));
  t.end();
});

t.test('editors take a placeholder wherever a plain value stands', (t) => {
  const text = `{ name: x, matrix: [ { a: 1 } ], upstreams: { app: "\${a}", other: { fault: reset-mid-body, after: "\${a}" } },
    steps: [ { request: "GET /\${a}", times: "\${a}", expect: { status: "\${a}", upstream.app: { requests: "\${a}" } } } ] }`;
  t.ok(accepts(text));
  t.end();
});
