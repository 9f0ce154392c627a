import '../support/seeded.ts';
import fc from 'fast-check';
import t from 'tap';
import { normalised } from '../../harness/core/normalised.ts';

const PAIRS: readonly (readonly [string, string])[] = [
  [
    'connect() failed (111: Connection refused) while connecting',
    'connect() failed (111: Connection refused) while connecting',
  ],
  ['dial tcp 127.2.0.9:3000: connect: connection refused', 'dial tcp <addr>: connect: connection refused'],
  ['read tcp 127.0.0.1:35650->127.2.0.253:3000: i/o timeout', 'read tcp <addr>-><addr>: i/o timeout'],
  ['connect() to [2001:db8::1]:3000 failed', 'connect() to <addr> failed'],
  ['connect() to unix:/run/app.sock failed (2: No such file)', 'connect() to <unix> failed (2: No such file)'],
  ['lookup app.example on 10.0.0.2:53: no such host', 'lookup <name> on <addr>: no such host'],
  ['Error reading from remote server returned by /orders/17', 'Error reading from remote server returned by <path>'],
  ['Error during handshake returned by /', 'Error during handshake returned by <path>'],
  ['response headers exceeded 10485760 bytes', 'response headers exceeded <n> bytes'],
  [
    'certificate has expired: current time 2026-11-23T03:14:22Z is after',
    'certificate has expired: current time <time> is after',
  ],
  ['request 8601b555-6a83-4c12-8269-97c8e32cdb22 failed', 'request <id> failed'],
  ['upstream sent no valid HTTP/1.0 header', 'upstream sent no valid HTTP/1.0 header'],
];

for (const [text, expected] of PAIRS) {
  t.test(`"${text}" is "${expected}"`, (t) => {
    t.equal(normalised(text), expected);
    t.end();
  });
}

t.test('two causes do not become one: errno, alert and certificate error stay', (t) => {
  const texts = [
    'failed (104: Connection reset)',
    'failed (111: Connection refused)',
    'Error (10): expired',
    'Error (20): unknown',
  ];
  t.equal(new Set(texts.map(normalised)).size, texts.length);
  t.end();
});

t.test('what is normalised stays as it is, for any text', (t) => {
  fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => typeof normalised(text) === 'string'));
  for (const [, expected] of PAIRS) t.equal(normalised(expected), expected);
  t.end();
});

t.test('a long line takes no more than its length asks for', (t) => {
  for (const piece of ['1.', 'a:', '/a', 'a.', '0f', '1:', '<', 'http://']) {
    const started = performance.now();
    normalised(piece.repeat(32 * 1024));
    t.ok(performance.now() - started < 2000, `of ${piece}`);
  }
  t.end();
});
