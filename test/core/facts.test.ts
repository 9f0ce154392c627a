import t from 'tap';
import { describeAnswer } from '../../harness/core/facts.ts';
import { exchange } from '../support/evidence.ts';

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n';

t.test('an answer is told of in words', (t) => {
  const words = (raw: string) => describeAnswer(exchange({ raw, ended: 'fin' }));
  t.equal(words(`${HEAD}\r\nhello`), '200 complete, closed by FIN');
  t.equal(words(`${HEAD}\r\nhel`), '200 truncated, closed by FIN');
  t.equal(words(''), 'no byte, closed by FIN');
  t.end();
});

t.test('a response with two lengths is not said to be cut: nobody knows where it ends', (t) => {
  const words = describeAnswer(exchange({ raw: `${HEAD}Content-Length: 12\r\n\r\nhello, world`, ended: 'fin' }));
  t.equal(words, '200 of uncertain length, closed by FIN');
  t.end();
});
