import t from 'tap';
import { routesOf } from '../../harness/core/routes-of.ts';

const listen = { host: '127.0.0.1', port: 80 };
const app = { host: '127.0.0.2', port: 3000 };
const other = { host: '127.0.0.3', port: 3000 };
const at = (last: number) => ({ host: `127.0.0.${last}`, port: 3000 });

t.test('the routes of a slot come most specific first, with the addresses that they lead to', (t) => {
  t.strictSame(routesOf({ listen, upstreams: { app, other } }), [
    { prefix: '/other', upstream: 'other', address: other, replicas: [{ name: 'other', address: other }] },
    { prefix: '/', upstream: 'app', address: app, replicas: [{ name: 'app', address: app }] },
  ]);
  t.end();
});

t.test('a slot without an upstream that a route needs is refused', (t) => {
  t.throws(() => routesOf({ listen, upstreams: { app } }), { message: 'slot 127.0.0.1:80 has no other' });
  t.end();
});

t.test('a route leads to every replica of its upstream, the first one first', (t) => {
  const upstreams = { 'app-3': at(6), app, other, 'app-2': at(5) };
  const [ofOther, ofApp] = routesOf({ listen, upstreams });
  t.strictSame(ofOther?.replicas, [{ name: 'other', address: other }]);
  t.strictSame(
    ofApp?.replicas.map(({ name }) => name),
    ['app', 'app-2', 'app-3'],
  );
  t.end();
});
