import t from 'tap';
import { structuredList } from '../../harness/core/structured-list.ts';

t.test('a list of items with parameters is read', (t) => {
  t.match(structuredList('Inner; received-status=503, "my edge";error=dns_error; details="a, b; \\"c\\"";x'), [
    { kind: 'token', value: 'Inner', parameters: new Map([['received-status', '503']]) },
    {
      kind: 'string',
      value: 'my edge',
      parameters: new Map([
        ['error', 'dns_error'],
        ['details', '"a, b; \\"c\\""'],
        ['x', '?1'],
      ]),
    },
  ]);
  t.match(structuredList(' 5 , ?1,1.5'), [{ kind: 'other' }, { kind: 'other' }, { kind: 'other' }]);
  t.strictSame(structuredList(''), []);
  t.end();
});

t.test('what is no such list is none', (t) => {
  for (const text of [
    'edge; details=connection refused',
    'edge, ',
    ', edge',
    'edge inner',
    '"open',
    'edge; Error=a',
    'edge; =a',
    'edge ; error=a',
    '(a b)',
    'é',
    'edge;error=',
  ])
    t.equal(structuredList(text), null, text);
  t.end();
});
