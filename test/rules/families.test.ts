import t from 'tap';
import { loadFolder } from '../../harness/core/registry.ts';
import type { Rule } from '../../harness/core/rule.ts';
import { exchange, factsWith } from '../support/evidence.ts';

const rules = await loadFolder<Rule>('rules');

t.test('the folder holds the standing rules, each once', (t) => {
  t.strictSame(rules.map(({ id }) => id).sort(), [
    'OP-01',
    'OP-02',
    'OP-03',
    'OP-05',
    'OP-06',
    'OP-08',
    'OP-10',
    'OP-25',
    'OP-28',
    'OP-29',
    'OP-32',
    'OP-33',
    'OP-40',
    'OP-47',
    'R-9110-2.2-1',
    'TWIN',
  ]);
  t.end();
});

t.test('each says what it demands, and by whose word', (t) => {
  for (const { id, title, summary, source } of rules) {
    t.match(title, /^[A-Z]/, id);
    t.match(summary, /\.$/, id);
    t.match(source, /RFC|practice/, id);
  }
  t.end();
});

t.test('none finds fault with a gateway that does all well, or with no evidence at all', (t) => {
  const good = factsWith({
    exchanges: [
      exchange(),
      exchange({ phase: 'aftermath', id: 'a1', nth: 2 }),
      exchange({ phase: 'aftermath', id: 'a2', connection: 2 }),
    ],
    twin: [exchange({ phase: 'twin', id: 't1' })],
  });
  for (const { id, judge } of rules) {
    t.strictSame(judge(good), [], id);
    t.strictSame(judge(factsWith()), [], id);
  }
  t.end();
});
