import t from 'tap';
import { cutOf } from '../../../harness/rules/facts/cut.ts';
import { exchange, factsWith, upstreamSaid } from '../../support/evidence.ts';

const OK = 'HTTP/1.1 200 OK\r\n';
const SHORT = `${OK}Content-Length: 9\r\n\r\nhello`;

function cut(octets: string, ended?: 'peer-fin' | 'peer-rst' | 'our-fin' | 'our-rst') {
  const facts = factsWith({
    exchanges: [exchange()],
    observations: upstreamSaid(octets, ended === undefined ? {} : { ended }),
  });
  const answer = facts.exchanges[0]?.answer;
  return answer ? cutOf(answer) : undefined;
}

t.test('a body is cut when its connection ended before it', (t) => {
  t.strictSame(cut(SHORT, 'our-fin'), { framing: 'content-length', by: 'fin' });
  t.strictSame(cut(SHORT, 'our-rst'), { framing: 'content-length', by: 'rst' });
  t.strictSame(cut(SHORT, 'peer-rst'), { framing: 'content-length', by: 'gateway' });
  t.strictSame(cut(`${OK}Transfer-Encoding: chunked\r\n\r\n`, 'our-fin'), { framing: 'chunked', by: 'fin' });
  t.strictSame(cut(`${OK}\r\nhello`, 'our-rst'), { framing: 'close-delimited', by: 'rst' });
  t.end();
});

t.test('it is not where it ended, may go on, cannot be read, or nobody can count to its end', (t) => {
  t.equal(cut(SHORT), null, 'the connection goes on');
  t.equal(cut(`${OK}Content-Length: 5\r\n\r\nhello`, 'our-rst'), null);
  t.equal(cut(`${OK}\r\nhello`, 'our-fin'), null);
  t.equal(cut(`${OK}\r\nhello`, 'peer-fin'), null, 'the gateway had enough');
  t.equal(cut(`${OK}Transfer-Encoding: chunked\r\n\r\nxyz\r\n`, 'our-fin'), null);
  t.equal(cut(`${OK}Content-Length: 18446744073709551621\r\n\r\nhello`, 'our-fin'), null);
  t.equal(cut(`${OK}Content-Le`, 'our-fin'), null);
  t.end();
});
