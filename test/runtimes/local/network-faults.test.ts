import t from 'tap';
import type { Fault } from '../../../harness/core/fault.ts';
import { loadFolder } from '../../../harness/core/registry.ts';
import { runInSandbox, sandboxOrSkip } from '../../support/in-sandbox.ts';

// Proof on the wire for the faults that need the kernel: what connect(2) met, and what the kernel counted meanwhile.

interface Proof {
  readonly before: Facts;
  readonly during: Facts & { readonly states: readonly string[] };
  readonly after: { readonly connect: string; readonly name: string; readonly answer: string };
  readonly seen: readonly string[];
}

interface Facts {
  readonly connect: string | null;
  readonly name: string;
  readonly icmpUnreachable: number;
  readonly listenOverflows: number;
}

const SYN_SENT = '02';
const { skip } = await sandboxOrSkip();
const faults = await loadFolder<Fault>('faults');

async function prove(name: string): Promise<Proof> {
  const fault = faults.find((candidate) => candidate.name === name);
  if (!fault) throw new Error(`no fault ${name}`);
  const effect = fault.effect(fault.params.parse({}));
  return await runInSandbox<Proof>('network-faults.ts', [JSON.stringify(effect)]);
}

function healthyAround(t: Tap, proof: Proof): void {
  t.equal(proof.before.connect, 'connected', 'before, the upstream accepts');
  t.equal(proof.after.connect, 'connected', 'after, it accepts again');
  t.equal(proof.after.answer, 'HTTP/1.1 200 OK', 'and answers');
}

type Tap = typeof t;

t.test('firewall-drop: the SYN is sent, nothing comes back, not even ICMP', { skip }, async (t) => {
  const proof = await prove('firewall-drop');
  healthyAround(t as unknown as Tap, proof);
  t.equal(proof.during.connect, 'no answer');
  t.ok(proof.during.states.includes(SYN_SENT), 'the kernel keeps the connection in SYN-SENT');
  t.equal(proof.during.icmpUnreachable, proof.before.icmpUnreachable, 'no ICMP was sent');
});

t.test('firewall-prohibited: an ICMP message refuses the connection', { skip }, async (t) => {
  const proof = await prove('firewall-prohibited');
  healthyAround(t as unknown as Tap, proof);
  t.equal(proof.during.connect, 'EHOSTUNREACH');
  t.ok(proof.during.icmpUnreachable > proof.before.icmpUnreachable, 'the kernel sent ICMP destination unreachable');
});

t.test('route-unreachable: the routing table says no, and no packet leaves', { skip }, async (t) => {
  const proof = await prove('route-unreachable');
  healthyAround(t as unknown as Tap, proof);
  t.equal(proof.during.connect, 'EHOSTUNREACH');
  t.equal(proof.during.icmpUnreachable, proof.before.icmpUnreachable, 'no ICMP was needed');
});

t.test(
  'accept-queue-full: the listener is alive, and the kernel drops the SYN for want of room',
  { skip },
  async (t) => {
    const proof = await prove('accept-queue-full');
    healthyAround(t as unknown as Tap, proof);
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
    healthyAround(t as unknown as Tap, proof);
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
