import t from 'tap';
import { methodKind } from '../../../harness/rules/facts/method-kind.ts';

t.test('a method is what the IANA registry says of it, and unknown where it says nothing', (t) => {
  for (const method of ['GET', 'PUT', 'DELETE', 'PROPFIND', 'VERSION-CONTROL'])
    t.equal(methodKind(method), 'idempotent', method);
  for (const method of ['POST', 'PATCH', 'LOCK', 'CONNECT']) t.equal(methodKind(method), 'not idempotent', method);
  for (const method of ['FOO', 'get', 'PURGE', '']) t.equal(methodKind(method), 'unknown', method);
  t.end();
});
