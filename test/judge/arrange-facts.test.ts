import t from 'tap';
import { HEALTHY } from '../../harness/core/script.ts';
import { scriptedStatuses } from '../../harness/judge/scripted-statuses.ts';
import {
  broken,
  caseWith,
  exchange,
  expects,
  factsWith,
  healthy,
  requestSeen,
  requestStep,
  seen,
} from '../support/evidence.ts';

t.test('exchanges are in order of sending, each with its own attempts', (t) => {
  const facts = factsWith({
    exchanges: [exchange({ id: 'b', startedAt: 2000 }), exchange({ id: 'a', startedAt: 1000 })],
    observations: [
      requestSeen(1003, 'a', { connection: 2 }),
      requestSeen(1001, 'a'),
      requestSeen(2001, 'b', { nth: 2 }),
      requestSeen(2002, null, { connection: 3 }),
    ],
  });
  t.strictSame(
    facts.exchanges.map(({ exchange, attempts }) => [exchange.id, attempts.map(({ connection }) => connection)]),
    [
      ['a', [1, 2]],
      ['b', [1]],
    ],
  );
  t.equal(facts.upstreams.app?.attempts.length, 4);
  t.end();
});

t.test('an exchange has the catalogue entry of its fault, and the statuses of its script', (t) => {
  const first = broken('broken', { do: 'respond', response: { status: 503 } });
  const second = broken('broken', { do: 'answer' });
  const steps = [{ ...requestStep(0), kind: 'set' as const, set: { app: second } }];
  const facts = factsWith({
    case: caseWith({ upstreams: { app: first, other: healthy }, steps }),
    exchanges: [
      exchange({ startedAt: 1, fault: 'broken' }),
      exchange({ startedAt: 2, fault: null }),
      exchange({ startedAt: 3, fault: 'unknown' }),
      exchange({ startedAt: 4, fault: 'broken', upstream: 'other' }),
    ],
  });
  t.strictSame(
    facts.exchanges.map(({ outcome, scripted }) => [outcome?.error ?? null, scripted]),
    [
      ['connection_terminated', [503, 200]],
      [null, []],
      [null, []],
      ['connection_terminated', []],
    ],
  );
  t.end();
});

t.test("an exchange has its step's expectations, those for the gateway in place of the same keys", (t) => {
  const expect = expects({ status: 200, body: 'complete' }, { nginx: { status: 502 }, haproxy: { status: 503 } });
  const steps = [{ ...requestStep(0), kind: 'parallel' as const, branches: [requestStep(1, expect)] }];
  const authored = (gateway: string) =>
    factsWith({ case: caseWith({ steps, gateway }), exchanges: [exchange({ step: 'steps.1' })] }).exchanges[0]
      ?.authored;
  t.strictSame(authored('nginx'), { status: 502, body: 'complete' });
  t.strictSame(authored('caddy'), { status: 200, body: 'complete' });
  t.strictSame(factsWith({ case: caseWith({ steps }), exchanges: [exchange()] }).exchanges[0]?.authored, {});
  t.end();
});

t.test('upstreams count what belongs to the steps, without probes', (t) => {
  const connection = (at: number, ordinal: number) =>
    seen(at, { kind: 'connection', connection: ordinal, remotePort: ordinal, scripted: true } as never);
  const probes = [{ result: 'connected', ms: 1, localPort: 1 }];
  const facts = factsWith({
    exchanges: [exchange({ startedAt: 1000 }), exchange({ id: 'a', phase: 'aftermath', startedAt: 2000 })],
    observations: [
      connection(900, 1),
      connection(1001, 2),
      requestSeen(1002, 'steps-1', { connection: 2 }),
      connection(2001, 3),
      requestSeen(2002, 'a', { connection: 3 }),
    ],
    armings: [{ upstream: 'app', fault: null, from: 0, until: null, probes }],
  });
  t.equal(facts.upstreams.app?.connections, 1);
  t.equal(facts.upstreams.app?.attempts.length, 1);
  t.end();
});

t.test('the statuses that a script sends are read from it', (t) => {
  const statuses = (...steps: Parameters<typeof broken>[1][]) => scriptedStatuses(broken('x', ...steps).effect);
  t.strictSame(scriptedStatuses({ place: 'script', script: HEALTHY }), [200]);
  t.strictSame(statuses({ do: 'respond', response: {} }, { do: 'respond', response: { status: 103 } }), [103, 200]);
  t.strictSame(statuses({ do: 'send', bytes: { text: 'HTTP/1.1 204 \r\n' } }), [204]);
  t.strictSame(statuses({ do: 'send', bytes: { text: 'HTTP/1.1 103 X\r\n' } }), [], 'an interim one is no answer');
  t.strictSame(statuses({ do: 'send', bytes: { hex: '00' } }, { do: 'close' }), []);
  t.strictSame(scriptedStatuses({ place: 'listener', state: 'closed' }), []);
  t.end();
});

t.test("an exchange that its client gave up is kept apart, and is never the gateway's failure", (t) => {
  const exchanges = [exchange({ id: 'a', aborted: 'rst', raw: '' }), exchange({ id: 'b' })];
  const twin = [exchange({ phase: 'twin', aborted: 'fin', raw: '' })];
  const facts = factsWith({ exchanges, twin });
  t.match(facts, { exchanges: [{ exchange: { id: 'b' } }], aborted: [{ exchange: { id: 'a' } }] });
  t.equal(facts.exchanges.length, 1);
  t.equal(facts.twin.length, 0);
  t.end();
});
