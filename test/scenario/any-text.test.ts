import fc from 'fast-check';
import t, { type Test } from 'tap';
import { stringify } from 'yaml';
import { formatDuration, parseDuration } from '../../harness/core/duration.ts';
import { durationSchema } from '../../harness/core/duration-schema.ts';
import { loadText, wholeCatalogue } from '../support/load-text.ts';
import '../support/seeded.ts';

const catalogue = await wholeCatalogue();

/** Of each property; FUZZ_RUNS in the environment makes more. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 150);

/** Words of the language, so that arbitrary documents get deep into it. */
const WORDS = [
  ...['name', 'why', 'tags', 'source', 'gateway', 'keepalive', 'upstreams', 'matrix', 'steps', 'allow', 'app', 'other'],
  ...[
    'healthy',
    'fault',
    'connections',
    'rest',
    'request',
    'headers',
    'body',
    'client',
    'connection',
    'times',
    'expect',
  ],
  ...['set', 'until', 'parallel', 'status', 'within', 'upstream.app', 'per-gateway', 'read', 'respond', 'send', 'drip'],
  ...['hex', 'repeat', 'text', 'stall', 'answer', 'close', 'reset', 'hold', 'await-delivery', 'bytes', '__proto__'],
  ...['${a}', '${}', 'GET /', '1s', '-1s', '512B', 'reset-mid-body', 'process-killed', 'firewall-drop', 'nginx'],
];

const key = fc.constantFrom(...WORDS);
const { tree } = fc.letrec((tie) => ({
  leaf: fc.oneof(key, fc.integer(), fc.boolean(), fc.constant(null), fc.string(), fc.double()),
  tree: fc.oneof(
    { maxDepth: 5 },
    tie('leaf'),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(key, tie('tree'), { maxKeys: 5 }),
  ),
}));

/** Loads a text; whatever it is, there is a scenario or there are problems, each with code, sentence and place. */
function isAnswered(text: string): boolean {
  const { scenario, problems } = loadText(text, catalogue);
  if (scenario) return problems.length === 0 && scenario.variants.length > 0;
  return (
    problems.length > 0 &&
    problems.every(
      ({ code, message, place, frame }) =>
        code && message && frame && (place?.line ?? 0) > 0 && (place?.column ?? 0) > 0,
    )
  );
}

/** Holds for arbitrary values; a counterexample is shown with its seed. */
function holds<Value>(t: Test, values: fc.Arbitrary<Value>, isSo: (value: Value) => boolean): void {
  t.doesNotThrow(() => fc.assert(fc.property(values, isSo), { numRuns: RUNS }));
}

t.test('any text at all is loaded or refused with a reason, and never throws', (t) => {
  holds(t, fc.string({ maxLength: 200, unit: 'binary' }), isAnswered);
  const tokens = [': ', '- ', '\n', '  ', '[', ']', '{', '}', '*a', '&a', '"', '|', '#', '\t'];
  const soup = fc.array(fc.constantFrom(...WORDS, ...tokens), { maxLength: 60 });
  holds(t, soup, (parts) => isAnswered(parts.join('')));
  t.end();
});

t.test('any document made of words of the language is loaded or refused with a reason', (t) => {
  const anything = fc.dictionary(key, tree, { maxKeys: 8 });
  const steps = fc.array(tree, { maxLength: 4 });
  const likely = fc.record({ name: fc.constant('x'), upstreams: tree, steps, matrix: tree });
  holds(t, fc.oneof(anything, likely), (value) => isAnswered(stringify(value)));
  t.end();
});

t.test('a good scenario with any one character changed is loaded or refused with a reason', (t) => {
  const good =
    'name: x\nupstreams: { app: { fault: reset-mid-body, after: 1B } }\nsteps:\n  - request: GET /\n    times: 2\n';
  const change = fc.record({ at: fc.nat(good.length - 1), by: fc.string({ maxLength: 2, unit: 'binary' }) });
  holds(t, change, ({ at, by }) => isAnswered(good.slice(0, at) + by + good.slice(at + 1)));
  t.end();
});

t.test('a duration that was written is read as what it was', (t) => {
  const units = fc.constantFrom<[string, number]>(['ms', 1], ['s', 1000], ['m', 60_000]);
  holds(
    t,
    fc.tuple(fc.nat(60), units),
    ([amount, [unit, ms]]) => durationSchema.parse(`${amount}${unit}`) === amount * ms,
  );
  // Hundredths of a second are what people are shown.
  const reread = (ms: number): number => parseDuration(formatDuration(ms).replace(' ', '')) ?? Number.NaN;
  holds(t, fc.nat(59_994), (ms) => Math.abs(reread(ms) - ms) <= 5);
  t.end();
});
