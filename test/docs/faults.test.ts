import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { parse } from 'yaml';
import type { Fault } from '../../harness/core/fault.ts';
import { packageFolder } from '../../harness/core/package-folder.ts';
import { allSteps, type Variant } from '../../harness/core/scenario.ts';
import { statesOf } from '../../harness/core/states-of.ts';
import { loadWorkspace } from '../../harness/scenario/load-workspace.ts';
import { faultsPage, type LeftOut, type Said, type ShownFault } from './faults-page.ts';

const PROOFS = fileURLToPath(new URL('../faults/', import.meta.url));
const CODE = fileURLToPath(new URL('../../harness/faults/', import.meta.url));

const { faults, scenarios } = await loadWorkspace({ cwd: packageFolder() });
const proofs = readdirSync(PROOFS)
  .filter((file) => file.endsWith('.test.ts') && file !== 'contract.test.ts')
  .map((file) => ({ name: basename(file, '.test.ts'), text: readFileSync(join(PROOFS, file), 'utf8') }));
const files = readdirSync(CODE).map((file) => basename(file, '.ts'));
const leftOut = inFixtures('faults-left-out.yaml') as LeftOut[];
const said = inFixtures('faults-said.yaml') as Said[];

function inFixtures(file: string): unknown {
  return parse(readFileSync(join(packageFolder(), 'fixtures', file), 'utf8'));
}

/** The faults that a scenario names, also within scripted connections and requests, whose text then tells. */
function namesIn(variant: Variant): string[] {
  return Object.keys(variant.upstreams)
    .concat(allSteps(variant.steps).flatMap((step) => (step.kind === 'set' ? Object.keys(step.set) : [])))
    .flatMap((upstream) => statesOf(variant, upstream))
    .map(({ fault }) => fault)
    .filter((fault) => fault !== null);
}

/** Those that strike below the upstream program are proven where the network and the runtime are, by the kind of trouble. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'bandwidth-zero': 'network/bursts',
  'burst-loss': 'network/bursts',
  'one-way-partition': 'network/bursts',
  'connection-forgotten': 'network/loopback',
  'firewall-drop': 'network/loopback',
  'firewall-prohibited': 'network/loopback',
  'firewall-reset': 'network/loopback',
  'route-unreachable': 'network/loopback',
  'connection-table-full': 'network/odd-packets',
  'interface-down': 'network/odd-packets',
  'resolver-down': 'network/closed-resolver',
  'packet-corruption': 'network/odd-packets',
  'packet-duplication': 'network/odd-packets',
  'packet-reordering': 'network/odd-packets',
  'syn-ack-late': 'network/odd-packets',
  'listener-flaps': 'runtimes/local/listening-faults',
};

/** The file that a fault stands in: that of its name, or of its family. */
function fileOf(name: string): string {
  const families = files.filter((file) => name === file || name.startsWith(`${file}-`));
  return families.sort((a, b) => b.length - a.length)[0] ?? '';
}

/** A test proves a fault that it names, or whose file it imports; of a family the member must be named in it, too. */
function proves(text: string, name: string): boolean {
  const file = fileOf(name);
  const member = `'${name.slice(file.length + 1)}'`;
  return (
    text.includes(`'${name}'`) ||
    (text.includes(`faults/${file}.ts'`) && (file === name || text.includes(member) || text.includes(name)))
  );
}

function proofsOf(name: string): string[] {
  const found = proofs.filter(({ text }) => proves(text, name)).map((proof) => `faults/${proof.name}`);
  return [...found, ...[ELSEWHERE[name]].filter((one) => one !== undefined)];
}

const shown: ShownFault[] = faults.map((fault: Fault) => ({
  fault,
  scenarios: scenarios
    .filter(({ variants }) => variants.some((one) => namesIn(one).includes(fault.name)))
    .map(({ id }) => id),
  proofs: proofsOf(fault.name),
}));

t.test('docs/faults.md is what the code says', (t) => {
  const file = join(packageFolder(), 'docs', 'faults.md');
  const page = faultsPage(shown, said, leftOut);
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, page);
  t.equal(readFileSync(file, 'utf8'), page);
  t.end();
});

t.test('every fault is played by a scenario, and proven on the wire', (t) => {
  t.same(
    shown.filter((one) => one.scenarios.length === 0).map(({ fault }) => fault.name),
    [],
  );
  t.same(
    shown.filter((one) => one.proofs.length === 0).map(({ fault }) => fault.name),
    [],
  );
  t.end();
});

t.test('the tests that are named are there', (t) => {
  const named = [...Object.values(ELSEWHERE), ...said.map(({ proof }) => proof)];
  for (const name of named) t.ok(existsSync(join(PROOFS, '..', `${name}.test.ts`)), name);
  t.end();
});

t.test('scenarios play what the language says', (t) => {
  const ids = new Set(scenarios.map(({ id }) => id));
  for (const { ref, scenarios: named } of said) {
    t.ok(named.length > 0, ref);
    t.same(
      named.filter((id) => !ids.has(id)),
      [],
      ref,
    );
  }
  t.end();
});

t.test('a row of the catalogue is made by a fault or said, or left out for a reason, and never both', (t) => {
  const made = new Set([...faults, ...said].map(({ ref }) => ref));
  t.same(
    leftOut.filter(({ ref }) => made.has(ref)).map(({ ref }) => ref),
    [],
  );
  t.equal(new Set(leftOut.map(({ ref }) => ref)).size, leftOut.length);
  t.end();
});
