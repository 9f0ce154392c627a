import t from 'tap';
import { retryAfter } from '../../harness/explain/retry-after.ts';
import { explainOctets } from './explain-octets.ts';

/** What is said of one field of a 502. */
function said(field: string): readonly string[] {
  const head = `HTTP/1.1 502 Bad Gateway\r\nDate: Mon, 23 Nov 2026 03:00:00 GMT\r\n${field}\r\n\r\n`;
  return explainOctets(head).fields.flatMap(({ says }) => says);
}

t.test('Via is told hop by hop', (t) => {
  t.match(said('Via: 1.1 app-7 (nginx), HTTP/2 edge'), [
    'the answer came through app-7 (nginx), nearest to the application; it was received as HTTP/1.1',
    'the answer came through edge, nearest to you; it was received as HTTP/2',
  ]);
  t.match(said('Via: nobody'), [/not in the form of the standard/]);
  t.end();
});

t.test('Server-Timing is told with its times', (t) => {
  t.same(said('Server-Timing: db;dur=53.2, app;desc="The app, and more";dur=1200, miss'), [
    'db took 53 ms',
    'app (The app, and more) took 1.2 s',
    'miss',
  ]);
  t.end();
});

t.test('caches say who answered', (t) => {
  t.match(said('Cache-Status: Origin; hit, "the edge"; fwd=uri-miss; fwd-status=502; stored'), [
    'Origin answered out of its store: nobody behind it was asked',
    'the edge asked the server behind it, which answered 502: it had nothing for this URL',
  ]);
  t.match(said('X-Cache: MISS from gateway'), ['gateway: was not in a store: the server behind it was asked']);
  t.match(said('X-Cache: Error from cloudfront'), [/^CloudFront says that the answer is an error/]);
  t.match(said('CF-Cache-Status: DYNAMIC'), [/asked the origin/]);
  t.match(said('Cache-Status: ('), ['it cannot be read: it is no list']);
  t.end();
});

t.test('Retry-After is seconds or a date, and nothing else', (t) => {
  const now = Date.parse('2026-11-23T03:00:00Z');
  t.equal(retryAfter(['120'], now), 120_000);
  t.equal(retryAfter(['Mon, 23 Nov 2026 03:00:30 GMT'], now), 30_000);
  t.equal(retryAfter(['Mon, 23 Nov 2026 02:00:00 GMT'], now), 0, 'a time that has passed');
  for (const bad of ['', '-5', '1.5', 'soon', '5 s']) t.equal(retryAfter([bad], now), null, bad);
  t.equal(retryAfter([], now), null);
  t.match(said('Retry-After: Mon, 23 Nov 2026 03:02:00 GMT'), ['ask again after 2 m 0 s, not sooner']);
  t.match(said('Retry-After: soon'), [/neither a number of seconds nor a date/]);
  t.end();
});

t.test('what the operator can look for is collected, that on the page too', (t) => {
  const { ids } = explainOctets(
    'HTTP/1.1 502 x\r\nX-Request-ID: r-1\r\ncf-ray: 1-FRA\r\nX-Amzn-Trace-Id: Root=1\r\n\r\nx',
  );
  t.same(ids, [
    { name: 'X-Request-Id', value: 'r-1' },
    { name: 'CF-RAY', value: '1-FRA' },
    { name: 'X-Amzn-Trace-Id', value: 'Root=1' },
  ]);
  t.end();
});
