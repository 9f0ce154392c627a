import t from 'tap';
import { z } from 'zod';
import { checkSchema } from '../../harness/scenario/check-schema.ts';

/** What is said of a value that does not fit: `path: message (hint)`. */
function told(schema: z.ZodType, value: unknown): string[] {
  const checked = checkSchema(schema, value);
  if (checked.ok) return [];
  return checked.issues.map(({ path, message, hint }) => `${path.join('.')}: ${message}${hint ? ` (${hint})` : ''}`);
}

const plain = z.strictObject({
  name: z.string().min(1),
  times: z.int().min(1).max(9),
  deep: z.strictObject({ on: z.boolean() }).optional(),
});

t.test('a value that fits comes back as the schema made it', (t) => {
  t.same(checkSchema(z.string().transform(Number), '7'), { ok: true, value: 7 });
  t.end();
});

t.test('every deviation is told in words for people', (t) => {
  t.same(told(plain, { name: '', times: 1.5 }), ['name: must not be empty', 'times: must be a whole number, not 1.5']);
  t.same(told(plain, { times: 10 }), ['name: is missing', 'times: must be at most 9']);
  t.same(told(plain, { name: ['a'], times: '3', deep: { on: 'yes' } }), [
    'name: must be text, not a list',
    'times: must be a number, not the text "3"',
    'deep.on: must be true or false, not the text "yes"',
  ]);
  t.same(told(plain, null), [': must be a map, not nothing']);
  t.end();
});

t.test('each unknown key has a hint of its own, and what it was meant to be is not missing too', (t) => {
  t.same(told(plain, { nmae: 'x', times: 1, deep: { enabled: true }, colour: 1 }), [
    'deep.on: is missing',
    'deep.enabled: unknown key "enabled" (valid keys: on)',
    'nmae: unknown key "nmae" (did you mean "name"?)',
    'colour: unknown key "colour" (valid keys: name, times, deep)',
  ]);
  t.end();
});

t.test('in a union of maps the branch that was meant is the one spoken of', (t) => {
  const union = z.union([
    z.strictObject({ hex: z.string() }),
    z.strictObject({ repeat: z.string(), times: z.int() }),
    z.string(),
  ]);
  t.same(told(union, { repeat: 'x', times: 'y' }), ['times: must be a number, not the text "y"']);
  t.same(told(union, { hx: '0d' }), ['hx: unknown key "hx" (did you mean "hex"?)']);
  t.same(told(union, 7), [': must be a map or text, not 7']);
  t.end();
});

t.test('in a union of plain values all of them are named', (t) => {
  const union = z.union([z.int().min(100), z.enum(['none', '5xx'])]);
  t.same(told(union, 'non'), [': must be a number or one of none, 5xx, not the text "non"']);
  t.same(told(union, 99), [': must be at least 100']);
  t.end();
});

t.test('the words that a schema brings along go first', (t) => {
  t.same(told(z.union([z.int(), z.literal('x')], { error: 'must be a number or x' }), 'y'), [
    ': must be a number or x',
  ]);
  t.same(
    told(
      z.string().refine((text) => text === 'x', 'must be x'),
      'y',
    ),
    [': must be x'],
  );
  const custom = z.unknown().superRefine((_, context) => {
    context.addIssue({ code: 'custom', message: 'is odd', params: { code: 'odd', hint: 'make it even' } });
  });
  t.match(checkSchema(custom, 1), { issues: [{ code: 'odd', hint: 'make it even' }] });
  t.end();
});
