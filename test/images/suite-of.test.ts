import t from 'tap';
import { suiteOf } from '../../harness/images/suite-of.ts';

t.test('a gateway comes from the suite that is asked for', (t) => {
  t.equal(suiteOf('nghttpx', 'bookworm'), 'bookworm');
  t.equal(suiteOf('nghttpx', 'trixie'), 'trixie');
  t.equal(suiteOf('nginx', 'bookworm'), 'bookworm', 'whatever its makers publish');
  t.end();
});

t.test('or from the oldest that has it', (t) => {
  t.equal(suiteOf('pound', 'bookworm'), 'sid');
  t.equal(suiteOf('pound', 'trixie'), 'sid');
  t.equal(suiteOf('pound', 'sid'), 'sid');
  t.end();
});

t.test('what is no image is asked of no other suite', (t) => {
  t.equal(suiteOf('no-such-image', 'trixie'), 'trixie');
  t.end();
});
