import t from 'tap';
import { loadFolder } from '../../harness/core/registry.ts';
import type { Rule } from '../../harness/core/rule.ts';
import { exchange, factsWith } from '../support/evidence.ts';
import { matchesGolden } from '../support/golden.ts';

const rules = await loadFolder<Rule>('rules');

t.test('the folder holds the standing rules, each once', (t) => {
  const lines = rules.map(({ id, level, title }) => `${id.padEnd(17)}${level.padEnd(10)}${title}\n`).sort();
  t.equal(new Set(rules.map(({ id }) => id)).size, rules.length);
  matchesGolden(t, 'rules/standing-rules.txt', lines.join(''));
  t.end();
});

t.test('each says what it demands, and by whose word', (t) => {
  for (const { id, title, summary, source } of rules) {
    t.match(title, /^(?:[A-Z]|no-)/, id);
    t.match(summary, /\.$/, id);
    t.match(source, /RFC|practice|W3C/, id);
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
