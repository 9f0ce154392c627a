import t from 'tap';
import { sandboxOrSkip } from '../../support/in-sandbox.ts';
import { healthyAround, prove } from './prove.ts';

// Proof on the wire for the faults that need the kernel: what connect(2) met, and what the kernel counted meanwhile.

const SYN_SENT = '02';
const { skip } = await sandboxOrSkip();

t.test('firewall-drop: the SYN is sent, nothing comes back, not even ICMP', { skip }, async (t) => {
  const proof = await prove('firewall-drop');
  healthyAround(t, proof);
  t.equal(proof.during.connect, 'no answer');
  t.ok(proof.during.states.includes(SYN_SENT), 'the kernel keeps the connection in SYN-SENT');
  t.equal(proof.during.icmpUnreachable, proof.before.icmpUnreachable, 'no ICMP was sent');
});

t.test('firewall-prohibited: an ICMP message refuses the connection', { skip }, async (t) => {
  const proof = await prove('firewall-prohibited');
  healthyAround(t, proof);
  t.equal(proof.during.connect, 'EHOSTUNREACH');
  t.ok(proof.during.icmpUnreachable > proof.before.icmpUnreachable, 'the kernel sent ICMP destination unreachable');
});

t.test('route-unreachable: the routing table says no, and no packet leaves', { skip }, async (t) => {
  const proof = await prove('route-unreachable');
  healthyAround(t, proof);
  t.equal(proof.during.connect, 'EHOSTUNREACH');
  t.equal(proof.during.icmpUnreachable, proof.before.icmpUnreachable, 'no ICMP was needed');
});

t.test(
  'accept-queue-full: the listener is alive, and the kernel drops the SYN for want of room',
  { skip },
  async (t) => {
    const proof = await prove('accept-queue-full');
    healthyAround(t, proof);
    t.equal(proof.during.connect, 'no answer');
    t.ok(proof.during.states.includes(SYN_SENT), 'the kernel keeps the connection in SYN-SENT');
    t.ok(proof.during.listenOverflows > proof.before.listenOverflows, 'the kernel counted an overflow of the queue');
  },
);

t.test(
  'connection-refused: the kernel answers with RST, and a new listener is reachable at once',
  { skip },
  async (t) => {
    const proof = await prove('connection-refused');
    healthyAround(t, proof);
    t.equal(proof.during.connect, 'ECONNREFUSED');
  },
);

t.test('dns-nxdomain: the system resolver says that the name does not exist', { skip }, async (t) => {
  const proof = await prove('dns-nxdomain');
  t.match(proof, { before: { name: '127.2.0.1' }, during: { name: 'ENOTFOUND' }, after: { name: '127.2.0.1' } });
  t.ok(proof.seen.includes('query'), 'the query was observed');
});

t.test('dns-servfail and dns-silence: the system resolver has no answer for now', { skip }, async (t) => {
  for (const name of ['dns-servfail', 'dns-silence']) {
    const proof = await prove(name);
    t.match(
      proof,
      { before: { name: '127.2.0.1' }, during: { name: 'EAI_AGAIN' }, after: { name: '127.2.0.1' } },
      name,
    );
  }
});
