import t from 'tap';
import type { Rule } from '../../harness/core/rule.ts';
import { ruleDetails, ruleList } from '../../harness/terminal/rule-text.ts';
import { PLAIN } from '../../harness/terminal/style.ts';
import { matchesGolden } from '../support/golden.ts';

const TRUNCATION: Rule = {
  id: 'R-9112-8-3',
  title: 'A cut body is visibly cut',
  level: 'must',
  source: 'RFC 9112 section 8',
  summary: 'When the upstream did not send its whole body the client must be able to tell.',
  example: 'Upstream: `Content-Length: 4096`, 512 octets, FIN.\nClient: a chunked 200 that ends in `0`.',
  judge: () => [],
};

const PATIENCE: Rule = {
  ...TRUNCATION,
  id: 'OP-03',
  title: 'Silence is bounded',
  level: 'practice',
  source: 'operational practice',
  summary: 'When an upstream says nothing the client is answered after the read timeout.',
  example: 'Upstream: nothing. Client: nothing, for ever.',
};

const BACK_OFF: Rule = { ...TRUNCATION, id: 'R-9112-10-1', title: 'A later section', level: 'should' };

t.test('a rule of a standard is explained with its level, an example and what shows that it can be broken', (t) => {
  const coverage = { scenarios: ['body/cut-by-close', 'body/cut-by-reset'], mutants: ['finishes-a-cut-body'] };
  matchesGolden(t, 'terminal/rule-must.txt', ruleDetails(TRUNCATION, coverage, PLAIN));
  t.end();
});

t.test('a rule of practice is never called a violation of an RFC', (t) => {
  matchesGolden(t, 'terminal/rule-practice.txt', ruleDetails(PATIENCE, { scenarios: [], mutants: [] }, PLAIN));
  t.end();
});

t.test('the list has a heading for each document, and sections in the order of their numbers', (t) => {
  matchesGolden(t, 'terminal/rule-list.txt', ruleList([PATIENCE, BACK_OFF, TRUNCATION], PLAIN));
  t.end();
});
