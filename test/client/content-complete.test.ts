import t from 'tap';
import { ResponseParser } from '../../harness/client/response-parser.ts';

const HEAD = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n';

function finalOf(text: string) {
  const parser = new ResponseParser('GET');
  parser.push(Buffer.from(text, 'latin1'));
  return parser.finish('fin').final;
}

t.test('behind the last chunk no content is missing, and the message is not complete', (t) => {
  for (const end of ['0\r\n', '0\r\nX-Sum: 1\r\n'])
    t.match(finalOf(HEAD + end), { complete: false, contentComplete: true });
  t.end();
});

t.test('before the last chunk content is missing; behind the last CRLF nothing is', (t) => {
  t.equal(finalOf(HEAD)?.contentComplete, undefined);
  t.equal(finalOf(`${HEAD}5\r\nhel`)?.contentComplete, undefined);
  t.match(finalOf(`${HEAD}0\r\n\r\n`), { complete: true, contentComplete: undefined });
  t.end();
});
