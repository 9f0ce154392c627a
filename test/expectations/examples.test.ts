import t from 'tap';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Expectation } from '../../harness/core/expectation.ts';
import { loadFolder } from '../../harness/core/registry.ts';

const expectations = await loadFolder<Expectation>('expectations');

t.test('the folder holds the keys of expect', (t) => {
  t.strictSame(
    expectations.map(({ key }) => key),
    ['body', 'connection', 'gateway', 'headers', 'only', 'p99', 'recovered', 'share', 'status', 'upstream', 'within'],
  );
  t.end();
});

t.test('every expectation takes its own examples, refuses nonsense, and has a JSON schema', (t) => {
  for (const { key, schema, examples, summary } of expectations) {
    t.not(examples.length, 0, key);
    for (const example of examples) t.ok(schema.safeParse(parse(example)).success, `${key}: ${example}`);
    for (const wrong of [null, true, [], ''])
      t.notOk(schema.safeParse(wrong).success, `${key}: ${JSON.stringify(wrong)}`);
    t.match(summary, /^[A-Z].*\.$/, key);
    t.doesNotThrow(() => z.toJSONSchema(schema, { target: 'draft-7', io: 'input' }), key);
  }
  t.end();
});
