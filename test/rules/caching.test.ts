import t from 'tap';
import type { Exchange, Observation } from '../../harness/core/evidence.ts';
import type { Facts } from '../../harness/core/facts.ts';
import caching from '../../harness/rules/caching.ts';
import { answer, broken, caseWith, exchange, factsWith, requestSeen, upstreamSaid } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

const RULES = caching.map(({ id }) => id);

function speaking(facts: Facts): string[] {
  return RULES.filter((id) => judgeRule(caching, id, facts).length > 0);
}

type Second = Partial<Exchange> & { raw: string };

/** Which rules speak when the upstream said this once, and then the second request got that without asking it. */
function afterwards(said: string, second: Second, more: readonly Observation[] = []): string[] {
  const cut = said.startsWith('HTTP/1.1 200 Cut');
  const exchanges = [
    exchange({ raw: said, ended: cut ? 'fin' : 'kept' }),
    exchange({ id: 'steps-2', startedAt: 2000, ...second }),
  ];
  const observations = [...upstreamSaid(said, { ended: 'our-fin' }), ...more];
  return speaking(factsWith({ exchanges, observations }));
}

const FRESH = { 'Cache-Control': 'max-age=60' };
const page = answer(200, FRESH, 'page');
const busy = answer(503, {}, 'busy');

t.test('what may be stored may be used, and what was asked for anew is none of these rules’ affair', (t) => {
  t.strictSame(afterwards(page, { raw: page }), []);
  t.strictSame(afterwards(page, { method: 'HEAD', raw: answer(200, { 'Content-Length': '4' }) }), []);
  t.strictSame(afterwards(busy, { raw: busy }, upstreamSaid(busy, { id: 'steps-2', from: 2001, connection: 2 })), []);
  t.strictSame(afterwards(busy, { raw: busy }, [requestSeen(2001, null, { connection: 2 })]), [], 'it may be its own');
  t.end();
});

t.test('R-9111-3-1: interim responses are not replayed', (t) => {
  const hints = 'HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n';
  t.strictSame(afterwards(hints + page, { raw: hints + page }), ['R-9111-3-1']);
  t.strictSame(afterwards(hints + page, { raw: page }), []);
  const go = 'HTTP/1.1 100 Continue\r\n\r\n';
  t.strictSame(afterwards(go + page, { raw: go + page }), [], 'a gateway may say 100 itself');
  t.strictSame(afterwards(page, { raw: hints + page }), [], 'or give hints of its own');
  t.end();
});

t.test('R-9111-3-2: errors that say nothing of their freshness are not used again', (t) => {
  t.strictSame(afterwards(busy, { raw: busy }), ['R-9111-3-2']);
  t.strictSame(afterwards(busy, { raw: answer(503, {}, 'another page') }), [], "the gateway's own");
  t.strictSame(afterwards(busy, { raw: answer(502, {}, 'busy') }), [], 'another status');
  t.strictSame(afterwards(busy, { raw: busy, target: '/else' }), [], 'another target');
  for (const fields of [FRESH, { 'Cache-Control': 'public' }, { Expires: 'Sun, 06 Nov 2094 08:49:37 GMT' }]) {
    const said = answer(503, fields as Record<string, string>, 'busy');
    t.strictSame(afterwards(said, { raw: said }), [], JSON.stringify(fields));
  }
  const odd = answer(501, {}, 'odd');
  t.strictSame(afterwards(odd, { raw: odd }), [], 'a 501 may be stored');
  t.end();
});

t.test('R-9111-3-2: while a fault is armed an error that looks the same is the gateway’s own', (t) => {
  const exchanges = [exchange({ raw: busy }), exchange({ id: 'steps-2', startedAt: 2000, raw: busy, fault: 'broken' })];
  const item = caseWith({ upstreams: { app: broken('broken') } });
  t.strictSame(speaking(factsWith({ case: item, exchanges, observations: upstreamSaid(busy) })), []);
  t.end();
});

t.test('R-9111-3-3: no-store is obeyed', (t) => {
  for (const status of [200, 503]) {
    const said = answer(status, { 'Cache-Control': 'no-store, max-age=60' }, 'secret');
    t.strictSame(afterwards(said, { raw: said }), ['R-9111-3-3'], `${status}`);
  }
  t.end();
});

t.test('R-9111-3.1-1: trailers stay behind the body', (t) => {
  const chunked = (trailer: string) =>
    `HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npage\r\n0\r\n${trailer}\r\n`;
  const said = chunked('X-Checksum: a\r\n');
  t.strictSame(afterwards(said, { raw: answer(200, { ...FRESH, 'X-Checksum': 'a' }, 'page') }), ['R-9111-3.1-1']);
  t.strictSame(afterwards(said, { raw: said }), []);
  t.strictSame(afterwards(said, { raw: page }), [], 'dropped');
  const merged = answer(200, { ...FRESH, 'X-Checksum': 'a' }, 'page');
  const exchanges = [exchange({ raw: merged }), exchange({ id: 'steps-2', startedAt: 2000, raw: merged })];
  t.strictSame(speaking(factsWith({ exchanges, observations: upstreamSaid(said) })), [], 'it was merged before');
  t.end();
});

t.test('R-9111-3.3-1: a cut response is not whole the next time', (t) => {
  const cut = answer(200, { ...FRESH, 'Content-Length': '100' }, 'page').replace('200 Some', '200 Cut');
  t.strictSame(afterwards(cut, { raw: page }), ['R-9111-3.3-1']);
  t.strictSame(afterwards(cut, { raw: answer(200, FRESH, 'pa') }), ['R-9111-3.3-1'], 'nor a part of it');
  t.strictSame(afterwards(cut, { raw: cut, ended: 'fin' }), [], 'cut again, and visibly');
  t.strictSame(afterwards(cut, { raw: answer(200, FRESH, 'page two') }), [], 'another response');
  t.end();
});

t.test('R-9111-4-1: a POST is not answered from a store', (t) => {
  for (const method of ['POST', 'PUT', 'DELETE', 'FOO'])
    t.strictSame(afterwards(page, { method, raw: page }), ['R-9111-4-1'], method);
  t.strictSame(afterwards(page, { method: 'OPTIONS', raw: page }), []);
  t.strictSame(afterwards(page, { method: 'POST', raw: answer(405, {}, 'no') }), [], 'refused by the gateway');
  t.end();
});

const bad = answer(502, {}, 'bad');

interface Recovery {
  readonly between?: string;
  readonly third?: Partial<Exchange> & { raw?: string };
  readonly observations?: readonly Observation[];
  readonly changedAt?: number;
}

/** What OP-34 says when a request failed, another target was fine, and then the first got this. */
function recovered({ between = '/other-page', third = {}, observations = [], changedAt = 1500 }: Recovery = {}) {
  const exchanges = [
    exchange({ raw: bad, fault: 'broken' }),
    exchange({ id: 'steps-2', startedAt: 2000, target: between }),
    exchange({ id: 'steps-3', startedAt: 3000, raw: bad, ...third }),
  ];
  const facts = factsWith({
    case: caseWith({ upstreams: { app: broken('broken') } }),
    exchanges,
    observations: [...upstreamSaid(answer(200), { id: 'steps-2', from: 2001 }), ...observations],
    armings: [{ upstream: 'app', fault: null, from: changedAt, until: null, probes: [] }],
  });
  return judgeRule(caching, 'OP-34', facts);
}

t.test('OP-34: an error of the gateway’s own is not kept for a target', (t) => {
  t.match(recovered(), [{ exchange: 'steps-3', actual: '502 as before, without asking the upstream' }]);
  t.strictSame(recovered({ third: { raw: answer(200, {}, 'fresh') } }), []);
  t.strictSame(recovered({ third: { raw: answer(503, {}, 'bad') } }), [], 'another error');
  t.strictSame(recovered({ third: { raw: answer(502, {}, 'worse') } }), [], 'with other words');
  t.strictSame(recovered({ third: { target: '/third' } }), [], 'another target');
  t.strictSame(recovered({ third: { fault: 'broken' } }), [], 'it fails again');
  t.strictSame(recovered({ changedAt: 2500 }), [], 'who knows what it does now');
  const asked = upstreamSaid('', { id: 'steps-3', from: 3001, connection: 2, ended: 'our-fin' });
  t.strictSame(recovered({ observations: asked }), [], 'the upstream was asked');
  t.end();
});
