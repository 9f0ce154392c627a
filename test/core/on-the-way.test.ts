import t from 'tap';
import { OWN_WAY } from '../../harness/core/gateway.ts';
import { onTheWay, upstreamOf } from '../../harness/core/on-the-way.ts';

const ROUTES = [
  { prefix: '/billing', upstream: 'other' },
  { prefix: '/api/', upstream: 'app' },
];

t.test('a target leads to an upstream', (t) => {
  t.equal(upstreamOf('/other/x'), 'other');
  t.equal(upstreamOf('/x?y'), 'app');
  t.equal(upstreamOf('*'), 'app');
  t.end();
});

t.test("a scenario's target is moved to where the gateway's own routes have its upstream", (t) => {
  const own = { routes: ROUTES, host: null, tls: false };
  t.equal(onTheWay('/report?x=1', own), '/api/report?x=1');
  t.equal(onTheWay('/', own), '/api/');
  t.equal(onTheWay('/other', own), '/billing');
  t.equal(onTheWay('/other/x', own), '/billing/x');
  t.equal(onTheWay('*', own), '*', 'what is no path stays');
  t.equal(onTheWay('http://gateway/x', own), 'http://gateway/x');
  t.equal(onTheWay('/other/x', OWN_WAY), '/other/x');
  t.end();
});
