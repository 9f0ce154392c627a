import t from 'tap';
import { byAddress, byName } from '../../../harness/runtimes/worker/lendable-slot.ts';

const SLOT = { listen: { host: '127.1.0.1', port: 8080 }, upstreams: { app: { host: '127.2.0.1', port: 3000 } } };

t.test('a slot has addresses, or names that are names of hosts whatever its gateway is called', (t) => {
  t.equal(byAddress(SLOT).told, SLOT);
  const { real, told } = byName(SLOT, '0.1.caddy@2.11.4-3');
  t.equal(real, SLOT);
  t.same(told.listen, SLOT.listen);
  t.same(told.upstreams, { app: { host: 'app.0.1.caddy-2.11.4-3.gatecrash.test', port: 3000 } });
  t.end();
});
