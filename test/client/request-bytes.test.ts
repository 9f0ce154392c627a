import t from 'tap';
import { type RequestParts, requestBytes } from '../../harness/client/request-bytes.ts';

function text(changes: Partial<RequestParts>): string {
  const request = { method: 'GET', target: '/a?b', headers: {}, body: null, id: 'i7', authority: 'h:1', ...changes };
  return requestBytes(request).toString('latin1');
}

t.test('a request has a Host, a correlation id and the usual defaults', (t) => {
  t.equal(
    text({}),
    'GET /a?b HTTP/1.1\r\nHost: h:1\r\nAccept: */*\r\nUser-Agent: gatecrash\r\nX-Gatecrash-Id: i7\r\n\r\n',
  );
  t.end();
});

t.test('a body is announced by its length in octets', (t) => {
  t.match(text({ method: 'DELETE', body: 'é' }), /\r\nContent-Length: 2\r\n\r\n\xc3\xa9$/);
  for (const method of ['POST', 'PUT', 'PATCH']) t.match(text({ method }), /\r\nContent-Length: 0\r\n/, method);
  t.notMatch(text({ method: 'GET' }), /Content-Length/);
  t.end();
});

t.test('what the author gives is sent as it stands, instead of the default', (t) => {
  const sent = text({ method: 'POST', body: 'ab', headers: { hOsT: 'x', 'CONTENT-length': '9', 'x-é': 'ü' } });
  t.match(sent, /^POST \/a\?b HTTP\/1\.1\r\nAccept/);
  t.match(sent, /\r\nhOsT: x\r\nCONTENT-length: 9\r\nx-\xe9: \xfc\r\n\r\nab$/);
  t.notMatch(sent, /Host|Content-Length/);
  t.notMatch(text({ body: 'ab', headers: { 'Transfer-Encoding': 'chunked' } }), /Content-Length/);
  t.end();
});
