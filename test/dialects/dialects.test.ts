import '../support/seeded.ts';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import t from 'tap';
import type { Dialect, ReadLine } from '../../harness/core/dialect.ts';
import type { Gateway } from '../../harness/core/gateway.ts';
import { loadFolder } from '../../harness/core/registry.ts';

const DIALECTS = await loadFolder<Dialect>('dialects');
const BUILT_IN = (await loadFolder<Gateway>('gateways')).map(({ name }) => name);

t.test('each dialect is one file of its name', async (t) => {
  const folder = fileURLToPath(new URL('../../harness/dialects/', import.meta.url));
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));
  t.same(DIALECTS.map(({ name }) => `${name}.ts`).sort(), files.sort());
});

t.test('what can be played is a gateway of this package, and each of these has a dialect', async (t) => {
  for (const { name, gateway, playable } of DIALECTS) t.equal(BUILT_IN.includes(gateway), playable, name);
  const written = new Set(DIALECTS.map(({ gateway }) => gateway));
  t.same(
    BUILT_IN.filter((name) => !written.has(name)),
    [],
  );
});

for (const dialect of DIALECTS) {
  t.test(`${dialect.name} reads its own examples, and each makes sense`, async (t) => {
    t.ok(dialect.examples.length >= 2);
    for (const line of dialect.examples) {
      const read = dialect.read(line);
      t.ok(read, line.slice(0, 120));
      if (read) t.same(flaws(read), [], line.slice(0, 120));
    }
  });
}

t.test('a line is read by the dialects of one gateway, unless it is of a form that many write', async (t) => {
  for (const { name, examples } of DIALECTS) {
    for (const line of examples) {
      const readers = DIALECTS.filter((dialect) => dialect.read(line) !== null);
      const gateways = new Set(readers.map(({ gateway }) => gateway));
      if (gateways.size > 1) t.match(line, SHARED, `${name}: ${readers.map((one) => one.name)} read ${line}`);
    }
  }
});

/** The combined form without more; ours of Apache and of lighttpd, which say the same; errors of Node.js. */
const SHARED =
  /^\S+ \S+ \S+ \[[^\]]+\] "[^"]*" \d{3} \d+ "[^"]*" "[^"]*"$|^\[[^\]]+\] \S+ "[^"]*" \d{3} \d+ \d+ms id=\S+$|^(?:\S+ [A-Z]+ \S+ \d{3} id=\S+: )?Error: /;

t.test('whatever a line is, reading it throws nothing, and gives nothing or what makes sense', async (t) => {
  const examples = DIALECTS.flatMap(({ examples }) => examples);
  const mangled = fc
    .tuple(fc.constantFrom(...examples), fc.nat(), fc.nat(), fc.string({ maxLength: 20, unit: 'binary' }))
    .map(([line, at, length, put]) => {
      const from = at % (line.length + 1);
      return line.slice(0, from) + put + line.slice(from + (length % 40));
    });
  const halves = fc.tuple(fc.constantFrom(...examples), fc.nat()).map(([line, at]) => line.slice(0, at % line.length));
  const lines = fc.oneof(fc.string({ maxLength: 300, unit: 'binary' }), mangled, halves, fc.json());
  fc.assert(
    fc.property(lines, (line) => {
      for (const dialect of DIALECTS) {
        const read = dialect.read(line);
        if (read) t.same(flaws(read), [], `${dialect.name}: ${line}`);
      }
    }),
    { numRuns: 3000 },
  );
});

t.test('a line of 64 KiB takes no time worth telling, whatever it repeats', async (t) => {
  const parts = [
    '[',
    '"',
    ' ',
    'a',
    '/',
    '{',
    '\\"',
    '1.1.1.1 - - [',
    '-',
    ', client: ',
    'key="',
    'a=',
    '\u0000',
    '(',
    '":"',
  ];
  const heads = ['', ...DIALECTS.flatMap(({ examples }) => examples.map((line) => line.slice(0, line.length / 2)))];
  for (const head of heads) {
    for (const part of parts) {
      const line = head + part.repeat(Math.ceil(65_536 / part.length));
      const began = performance.now();
      for (const dialect of DIALECTS) dialect.read(line);
      const took = performance.now() - began;
      // A quadratic pattern takes many seconds over it.
      if (took > 1000) t.fail(`${Math.round(took)} ms for ${JSON.stringify(part)} behind ${head}`);
    }
  }
});

function flaws(read: ReadLine): string[] {
  const { kind, at = null, status = null, ms = null, bytes = null, method = null, message = null, code = null } = read;
  return [
    kind !== 'access' && kind !== 'error' && 'the kind',
    at !== null && !(Number.isInteger(at) && at > 0) && 'the time',
    status !== null && !(Number.isInteger(status) && status >= -1 && status <= 999) && 'the status',
    ms !== null && !(Number.isFinite(ms) && ms >= 0) && 'the duration',
    bytes !== null && !(Number.isFinite(bytes) && bytes >= 0) && 'the octets',
    method !== null && method.length > 40 && 'the method',
    message !== null && message.length > 65_536 && 'the message',
    code === '' && 'the code',
  ].filter((flaw) => flaw !== false);
}
