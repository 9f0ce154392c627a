import t from 'tap';
import type { Exchange, GatewayEvidence } from '../../harness/core/evidence.ts';
import information from '../../harness/rules/information.ts';
import { answer, exchange, factsWith, upstreamSaid } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

function judge(one: Partial<Exchange> & { raw: string }, gateway: Partial<GatewayEvidence> = {}) {
  return judgeRule(information, 'OP-40', factsWith({ exchanges: [exchange(one)], gateway }));
}

const LEAKS = [
  'connect to 127.9.0.2:3000 failed',
  'upstream 127.9.0.2.',
  'Error: connect ECONNREFUSED',
  '{"code":"ENOTFOUND"}',
  'delayed connect error: 111',
  'failed (errno 104)',
  'dial tcp: connection refused',
  'see /var/log/nginx/error.log',
  'x\n    at Socket.<anonymous> (file.js:10:5)\n',
  'goroutine 12 [running]',
];

t.test('addresses, errnos, paths and stacks in an error of the gateway are findings', (t) => {
  for (const leak of LEAKS) t.equal(judge({ raw: answer(502, {}, leak) }).length, 1, leak);
  t.equal(judge({ raw: answer(502, { 'X-Upstream': '127.9.0.2:3000' }) }).length, 1, 'in fields too');
  t.equal(judge({ raw: answer(502).replace('Some', 'ECONNRESET') }).length, 1, 'and in the status line');
  t.match(judge({ raw: answer(502, {}, 'ECONNREFUSED 127.9.0.2:3000') }), [
    { actual: '502 that shows the address of upstream app (127.9.0.2:3000), an errno (ECONNREFUSED)' },
  ]);
  t.end();
});

t.test('the cause in plain words is none', (t) => {
  for (const text of [
    'Connection refused',
    'Bad Gateway',
    'Error 503 Backend fetch failed',
    'upstream connect error or disconnect/reset before headers. reset reason: connection timeout',
    '<a href="https://nginx.org/">nginx</a></center></html>',
    'guru meditation: 127.9.0.21, 0127.9.0.2',
  ])
    t.strictSame(judge({ raw: answer(502, { 'Proxy-Status': 'gw;error=connection_refused' }, text) }), [], text);
  t.end();
});

t.test('what the client asked for and connected to is no secret', (t) => {
  t.strictSame(judge({ target: '/var/report', raw: answer(502, {}, 'no /var/report here') }), []);
  t.strictSame(judge({ raw: answer(502, {}, 'nginx at 127.9.0.1 port 8080') }), []);
  const sameHost = { listen: '127.0.0.1:1', upstreams: { app: '127.0.0.1:2' } };
  t.strictSame(judge({ raw: answer(502, {}, 'Server at 127.0.0.1 Port 1') }, sameHost), []);
  t.equal(judge({ raw: answer(502, {}, 'to 127.0.0.1:2') }, sameHost).length, 1);
  t.end();
});

t.test('what the upstream said is its own affair', (t) => {
  t.strictSame(judge({ raw: answer(500, { 'X-Gatecrash-Id': 'steps-1' }, 'ECONNREFUSED') }), []);
  t.strictSame(judge({ raw: answer(200, {}, 'ECONNREFUSED') }), []);
  const raw = answer(503, {}, 'ECONNREFUSED');
  const facts = factsWith({ exchanges: [exchange({ raw })], observations: upstreamSaid(raw) });
  t.strictSame(judgeRule(information, 'OP-40', facts), []);
  t.end();
});
