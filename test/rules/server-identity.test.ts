import t from 'tap';
import type { Exchange } from '../../harness/core/evidence.ts';
import serverIdentity from '../../harness/rules/server-identity.ts';
import { answer, exchange, factsWith, upstreamSaid } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

function judge(id: string, one: Partial<Exchange> & { raw: string }) {
  return judgeRule(serverIdentity, id, factsWith({ exchanges: [exchange(one)] }));
}

t.test('R-9110-10.2.4-1: Server with a version', (t) => {
  const server = (value: string) => judge('R-9110-10.2.4-1', { raw: answer(502, { Server: value }) });
  t.match(server('nginx/1.22.1'), [{ actual: '502 with Server: nginx/1.22.1' }]);
  t.match(server('Apache/2.4.57 (Debian)'), [{ actual: '502 with Server: Apache/2.4.57' }]);
  for (const value of ['nginx', 'Apache', 'Caddy', 'Apache/2', 'envoy (edge)']) t.strictSame(server(value), [], value);
  t.strictSame(judge('R-9110-10.2.4-1', { raw: answer(502) }), []);
  const raw = answer(503, { Server: 'gunicorn/20.1.0' }, 'busy');
  const passedOn = factsWith({ exchanges: [exchange({ raw })], observations: upstreamSaid(raw) });
  t.strictSame(judgeRule(serverIdentity, 'R-9110-10.2.4-1', passedOn), [], "the upstream's own");
  t.end();
});

t.test('OP-41: Via and bodies with a version', (t) => {
  const via = (value: string) => judge('OP-41', { raw: answer(502, { Via: value }) });
  const body = (text: string, one: Partial<Exchange> = {}) => judge('OP-41', { ...one, raw: answer(502, {}, text) });
  t.match(via('1.1 cache (Varnish/7.1.2)'), [{ actual: '502 with Via: … Varnish/7.1.2' }]);
  for (const value of ['1.1 gateway', 'HTTP/1.1 gateway', '1.0 a, 1.1 b:8080', 'HTTP/2.0 edge'])
    t.strictSame(via(value), [], value);
  t.match(body('<address>Apache/2.4.57 (Debian) Server</address>'), [{ actual: '502 with Apache/2.4.57 in its body' }]);
  t.equal(body('<center>nginx/1.22.1</center>').length, 1);
  for (const text of [
    '<center>nginx</center>',
    'HTTP/1.1 502 Bad Gateway',
    '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">',
    'see https://httpd.apache.org/docs/2.4/ for more',
    'for 127.0.0.1 at 10.5',
  ])
    t.strictSame(body(text), [], text);
  t.strictSame(body('no /page/1.2 here', { target: '/page/1.2' }), [], 'what the client asked for');
  t.strictSame(body('you are curl/8.1.0', { fields: [['User-Agent', 'curl/8.1.0']] }), [], 'what the client is');
  t.end();
});

t.test("OP-09: the gateway's error is told from the upstream's", (t) => {
  const page = { 'Content-Type': 'text/html' };
  const judgeTwo = (own: Record<string, string>, upstreams: Record<string, string> = page) => {
    const said = answer(503, upstreams, 'busy');
    const exchanges = [
      exchange({ raw: said }),
      exchange({ id: 'steps-2', startedAt: 2000, raw: answer(502, { ...page, ...own }, 'bad') }),
    ];
    return judgeRule(serverIdentity, 'OP-09', factsWith({ exchanges, observations: upstreamSaid(said) }));
  };
  t.match(judgeTwo({}), [
    { exchange: 'steps-2', actual: '502 with the same fields as the 503 of the upstream (none)' },
  ]);
  t.match(judgeTwo({ Server: 'x', Date: 'a' }, { Server: 'x', Date: 'b' }), [{ actual: /\(server: x\)/ }]);
  for (const name of ['Proxy-Status', 'Server', 'Cache-Control'])
    t.strictSame(judgeTwo({ [name]: 'gateway' }), [], name);
  t.strictSame(judgeTwo({}, { 'X-App': 'shop' }), [], 'the upstream shows itself');
  t.strictSame(judge('OP-09', { raw: answer(502) }), [], 'there is nothing to tell it from');
  t.end();
});
