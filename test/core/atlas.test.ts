import t from 'tap';
import { atlasJson, buildAtlas, timeClassOf } from '../../harness/core/atlas.ts';
import type { Case } from '../../harness/core/case.ts';
import type { RunEvent } from '../../harness/core/event.ts';
import type { Evidence } from '../../harness/core/evidence.ts';
import type { UpstreamState } from '../../harness/core/scenario.ts';
import { HEALTHY } from '../../harness/core/script.ts';
import { evidenceWith, exchange, requestSeen } from '../support/evidence.ts';
import { caseOf, ended } from '../support/run-events.ts';

const TIMEOUTS = { connect: 1000, read: 1000 };

const started: RunEvent = {
  type: 'run-started',
  cases: [],
  gateways: [
    { name: 'nginx', version: '1.29.3' },
    { name: 'haproxy', version: '3.2.4' },
  ],
  startedAt: new Date('2026-11-22T23:59:00Z'),
  argv: [],
};

/** A case whose upstream is broken from the start; the label tells of parameters. */
function broken(scenario: string, gateway: string, fault: string, label = fault) {
  const state: UpstreamState = { fault, label, effect: { place: 'script', script: HEALTHY } };
  const item = caseOf(scenario, gateway);
  return { ...item, variant: { ...item.variant, upstreams: { app: state } } };
}

/** The same case in an incident, whose gateway is set up as its story has it. */
function incident(item: Case): Case {
  return { ...item, variant: { ...item.variant, incident: { part: 'reported', signatures: {}, what: null } } };
}

function metWith(fault: string, more: Parameters<typeof exchange>[0] = {}): Evidence {
  return evidenceWith({
    timeouts: TIMEOUTS,
    exchanges: [exchange({ id: 'e1', fault, ...more })],
    observations: [requestSeen(1001, 'e1')],
  });
}

t.test('a cell for each fault and gateway, from the plainest case', (t) => {
  const pass = { result: 'pass', findings: [] } as const;
  const atlas = buildAtlas([
    started,
    ended(broken('z', 'nginx', 'cut', 'cut (after: 1B)'), pass, { evidence: metWith('cut') }),
    ended(broken('y', 'nginx', 'cut'), { result: 'broken', findings: [] }),
    ended(broken('b', 'nginx', 'cut'), pass, { evidence: metWith('cut') }),
    ended(broken('a', 'nginx', 'cut'), pass, { evidence: metWith('another') }),
    ended(broken('b', 'haproxy', 'cut'), pass, { evidence: metWith('cut'), retried: true }),
    ended(broken('b', 'haproxy', 'cut'), { result: 'skip', findings: [], reason: 'no' }),
    ended(caseOf('healthy', 'nginx'), pass, { evidence: metWith('cut') }),
    ended(incident(broken('a', 'nginx', 'cut')), pass, { evidence: metWith('cut') }),
  ]);
  t.same(atlas.date, '2026-11-22');
  t.same(
    atlas.gateways.map(({ name }) => name),
    ['haproxy', 'nginx'],
  );
  t.match(atlas.cells, [
    { fault: 'cut', gateway: 'haproxy', seenIn: 'b', result: 'skip', answer: null },
    { fault: 'cut', gateway: 'nginx', seenIn: 'b', result: 'pass', answer: { attempts: 1, status: 200 } },
  ]);
  t.equal(atlas.cells.length, 2);
  t.same(JSON.parse(atlasJson(atlas)), atlas, 'the JSON says the same');
  t.end();
});

t.test('an answer is as long as a class of times', (t) => {
  const classOf = (ms: number, reached: boolean, how: 'kept' | 'timeout' = 'kept') =>
    timeClassOf(exchange({ startedAt: 0, endedAt: ms, pieces: [{ at: ms, bytes: 1 }], ended: how }), reached, TIMEOUTS);
  t.equal(classOf(3, true), 'at-once');
  t.equal(classOf(1010, true), 'read-timeout');
  t.equal(classOf(1010, false), 'connect-timeout');
  t.equal(classOf(3100, true), 'later');
  t.equal(classOf(5000, true, 'timeout'), 'hung');
  t.end();
});

t.test('an answer that waited for a timeout of whole seconds, and not the longest, did not come at once', (t) => {
  const classOf = (ms: number, reached: boolean) =>
    timeClassOf(exchange({ startedAt: 0, endedAt: ms, pieces: [{ at: ms, bytes: 1 }] }), reached, {
      connect: 3500,
      read: 3500,
    });
  t.equal(classOf(1000, false), 'at-once');
  t.equal(classOf(2003, false), 'connect-timeout');
  t.equal(classOf(3010, true), 'read-timeout');
  t.equal(classOf(6019, true), 'later');
  t.end();
});
