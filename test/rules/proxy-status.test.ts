import t from 'tap';
import type { Profile } from '../../harness/core/facts.ts';
import type { ProxyError } from '../../harness/core/proxy-error.ts';
import proxyStatus from '../../harness/rules/proxy-status.ts';
import { answer, broken, caseWith, exchange, factsWith, upstreamSaid } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

/** Which of the three rules speak of a 502 of the gateway with this Proxy-Status. */
function speaking(value: string | null, more: { error?: ProxyError; profile?: Profile; status?: number } = {}) {
  const { error, profile = 'strict', status = 502 } = more;
  const facts = factsWith({
    case: caseWith({ upstreams: { app: broken('broken') } }),
    exchanges: [
      exchange({
        raw: answer(status, value === null ? {} : { 'Proxy-Status': value }, 'no'),
        ...(error ? { fault: 'broken' } : {}),
      }),
    ],
    profile,
    outcome: { error: error ?? 'connection_refused' },
  });
  return proxyStatus.map(({ id }) => id).filter((id) => judgeRule(proxyStatus, id, facts).length > 0);
}

t.test('a gateway without Proxy-Status breaks none of these rules', (t) => {
  t.strictSame(speaking(null, { error: 'connection_refused' }), []);
  t.end();
});

t.test('R-9209-2-1: a List of Strings or Tokens', (t) => {
  for (const value of ['edge', 'edge; error=dns_error', '"my edge"; details="no route", inner'])
    t.strictSame(speaking(value), [], value);
  for (const value of ['edge; details=connection refused', '5', 'edge,', '(a b)'])
    t.strictSame(speaking(value), ['R-9209-2-1'], value);
  const raw = answer(502, { 'Proxy-Status': 'a b' }, 'no');
  const passedOn = factsWith({ exchanges: [exchange({ raw })], observations: upstreamSaid(raw) });
  t.strictSame(judgeRule(proxyStatus, 'R-9209-2-1', passedOn), [], "the upstream's own");
  t.end();
});

t.test('R-9209-2.1.1-1: the type of the failure', (t) => {
  const rule = ['R-9209-2.1.1-1'];
  t.strictSame(speaking('edge; error=connection_refused', { error: 'connection_refused' }), []);
  t.strictSame(speaking('edge; error=http_protocol_error', { error: 'connection_refused' }), rule);
  t.strictSame(speaking('edge; error=dns_error', { error: 'connection_refused' }), rule);
  t.strictSame(speaking('edge; error="connection_refused"', { error: 'connection_refused' }), [], 'as a String');
  t.strictSame(
    speaking('edge; error=http_response_incomplete', { error: 'connection_terminated' }),
    [],
    'both are true',
  );
  t.strictSame(speaking('edge; error=http_response_transfer_coding', { error: 'http_protocol_error' }), [], 'closer');
  t.strictSame(speaking('edge; error=dns_error'), [], 'no fault of the catalogue');
  t.strictSame(speaking('edge; error=my_own', { error: 'connection_refused' }), [], 'not registered');
  t.strictSame(speaking('edge; error=connection_limit_reached', { error: 'connection_timeout' }), [], 'its own limit');
  t.strictSame(speaking('inner; error=dns_error, edge; error=connection_refused', { error: 'connection_refused' }), []);
  t.end();
});

t.test('R-9209-2.1.1-2: the status of the type', (t) => {
  const rule = ['R-9209-2.1.1-2'];
  t.strictSame(speaking('edge; error=connection_timeout'), rule);
  t.strictSame(speaking('edge; error=connection_timeout', { status: 504 }), []);
  t.strictSame(speaking('edge; error=connection_timeout', { profile: 'compat' }), []);
  t.strictSame(speaking('edge; error=connection_timeout', { profile: 'compat', status: 500 }), rule);
  t.strictSame(speaking('edge'), []);
  t.strictSame(speaking('edge; error=connection_refused', { error: 'connection_refused', status: 500 }), [], 'OP-06');
  const judge = (status: number) => {
    const raw = answer(status, { 'Proxy-Status': 'edge; error=connection_timeout' }, 'no');
    const observations = upstreamSaid('HTTP/1.1 abc\r\n\r\n', { ended: 'our-fin' });
    return judgeRule(
      proxyStatus,
      'R-9209-2.1.1-2',
      factsWith({ exchanges: [exchange({ raw })], observations, profile: 'strict' }),
    );
  };
  t.equal(judge(502).length, 1, 'a 502 is right, and the type is not');
  t.strictSame(judge(500), [], 'OP-07');
  t.end();
});
