import t from 'tap';
import { sandboxOrSkip } from '../../support/in-sandbox.ts';
import { healthyAround, prove } from './prove.ts';

// Proof on the wire for the faults of packets: what came of a request, and what the kernel counted meanwhile.

const { skip } = await sandboxOrSkip();

t.test('packet-loss: packets of the exchange are lost, and TCP brings the answer all the same', { skip }, async (t) => {
  const proof = await prove('packet-loss');
  healthyAround(t, proof);
  t.match(proof.during.exchange, { head: 'HTTP/1.1 200 OK', body: 4096, ended: true });
  t.match(proof.hits, /^[1-9]\d* packets lost$/);
});

t.test('mtu-black-hole: the head comes, the body never does, and no ICMP tells', { skip }, async (t) => {
  const proof = await prove('mtu-black-hole');
  healthyAround(t, proof);
  t.match(proof.during.exchange, { head: 'HTTP/1.1 200 OK', body: 0, ended: false });
  t.equal(proof.during.icmpUnreachable, proof.before.icmpUnreachable, 'no ICMP was sent');
  t.match(proof.hits, /^[1-9]\d* packets lost$/);
});

t.test('bandwidth-limit: 16 KiB at 8 KiB/s come whole, and take two seconds', { skip }, async (t) => {
  const proof = await prove('bandwidth-limit');
  healthyAround(t, proof);
  t.match(proof.during.exchange, { head: 'HTTP/1.1 200 OK', body: 16_384, ended: true });
  const { ms = 0 } = proof.during.exchange ?? {};
  t.ok(ms > 1500 && ms < 2500, `after ${Math.round(ms)} ms`);
  t.match(proof.hits, /^[1-9]\d* packets held back$/);
});
