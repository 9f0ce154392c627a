import t from 'tap';
import type { LogEntry } from '../../harness/core/log-entry.ts';
import { isTrouble } from '../../harness/incidents/shape.ts';
import { LineTier, type TiedLines } from '../../harness/incidents/tie-lines.ts';
import { accessEntry, logEntry } from '../support/log-entry.ts';

function tied(entries: readonly LogEntry[]): TiedLines[] {
  const requests: TiedLines[] = [];
  const tier = new LineTier((request) => requests.push(request));
  for (const entry of entries) tier.add(entry, entry.kind === 'access' && !isTrouble(entry.status));
  tier.end();
  return requests;
}

const refused = logEntry({ method: 'GET', target: '/a', at: 5000, message: 'connect() failed', id: '*1' });

t.test('an error line is tied to the access line of the same method, target and time', (t) => {
  const access = accessEntry({ target: '/a', status: 502, at: 5000 });
  t.same(tied([refused, access]), [{ access, errors: [refused] }], 'that comes after it');
  t.same(tied([access, refused]), [{ access, errors: [refused] }], 'or before it, from another file');
  t.end();
});

t.test('lines that differ in what both say are not tied', (t) => {
  t.equal(tied([refused, accessEntry({ target: '/b', status: 502, at: 5000 })]).length, 2, 'in the target');
  t.equal(
    tied([refused, accessEntry({ target: '/a', method: 'POST', status: 502, at: 5000 })]).length,
    2,
    'in the method',
  );
  t.equal(tied([refused, accessEntry({ target: '/a', status: 502, at: 500_000 })]).length, 2, 'in the time');
  t.end();
});

t.test('a request that went well is kept only where an error line is about it', (t) => {
  t.same(tied([accessEntry({ at: 5000 })]), []);
  const cut = accessEntry({ target: '/a', at: 5000 });
  t.same(tied([refused, cut]), [{ access: cut, errors: [refused] }]);
  t.end();
});

t.test('an error line without a target is tied to a request that failed, and to no other', (t) => {
  const bare = logEntry({ code: 'AH01102', at: 5000 });
  const failed = accessEntry({ status: 502, at: 5000 });
  const well = accessEntry({ status: 200, at: 5000 });
  t.same(tied([bare, well, failed]), [{ access: failed, errors: [bare] }]);
  t.same(tied([bare, well]), [{ access: null, errors: [bare] }]);
  t.end();
});

t.test('error lines of one connection at one time are of one request', (t) => {
  const [one, other] = [logEntry({ id: '1:2', at: 100 }), logEntry({ id: '1:2', at: 101 })];
  t.same(tied([one, other]), [{ access: null, errors: [one, other] }]);
  t.equal(tied([one, logEntry({ id: '1:2', at: 90_000 })]).length, 2, 'a thread has one request after the other');
  t.equal(tied([one, logEntry({ id: '1:3', at: 101 })]).length, 2, 'and another thread has others');
  t.end();
});

t.test('a connection’s next request that fails alike is another one, and a second attempt elsewhere is not', (t) => {
  const again = logEntry({ ...refused, upstream: '10.0.0.9:3000' });
  t.equal(tied([again, again]).length, 2);
  t.equal(tied([again, logEntry({ ...refused, upstream: '10.0.0.10:3000' })]).length, 1);
  t.end();
});

t.test('however long a log is, few requests are held', (t) => {
  let over = 0;
  const tier = new LineTier(() => {
    over += 1;
  });
  for (let line = 0; line < 10_000; line++) tier.add(logEntry({ line, target: `/${line}` }), false);
  t.ok(over > 5000, `${over} are let go before the end`);
  tier.end();
  t.equal(over, 10_000, 'and none is lost');
  t.end();
});
