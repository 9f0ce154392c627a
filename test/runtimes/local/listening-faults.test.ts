import t from 'tap';
import { sandboxOrSkip } from '../../support/in-sandbox.ts';
import { healthyAround, prove } from './prove.ts';

const { skip } = await sandboxOrSkip();

t.test('firewall-reset: an RST refuses the connection, though the listener is alive', { skip }, async (t) => {
  const proof = await prove('firewall-reset');
  healthyAround(t, proof);
  t.equal(proof.during.connect, 'ECONNREFUSED');
  t.equal(proof.during.icmpUnreachable, proof.before.icmpUnreachable, 'no ICMP was sent');
});

t.test('listener-flaps: it begins by being gone, and is back when it is over', { skip }, async (t) => {
  const proof = await prove('listener-flaps');
  healthyAround(t, proof);
  t.equal(proof.during.connect, 'ECONNREFUSED');
});
