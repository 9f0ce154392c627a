import t from 'tap';
import { attemptsOf, phaseAt } from '../../harness/core/attempts.ts';
import { connectionsOf, upstreamNames } from '../../harness/core/connections.ts';
import type { Observation } from '../../harness/core/evidence.ts';
import { caseOf, cutEvidence } from '../support/run-events.ts';

const { main, twin } = cutEvidence();

t.test('each request that an upstream saw is an attempt, with the phase of its exchange', async (t) => {
  const attempts = attemptsOf(main).map(({ phase, connection, nth, id }) => [phase, connection, nth, id]);
  t.same(attempts, [
    ['steps', 1, 1, 's1'],
    ['steps', 2, 1, 's1'],
    ['aftermath', 3, 1, 'a1'],
  ]);
});

t.test('a request without a known id has the phase that was under way', async (t) => {
  const request = {
    upstream: 'app',
    kind: 'request',
    connection: 9,
    nth: 1,
    method: 'GET',
    target: '/',
    version: '1.1',
    fields: [],
  } as const;
  const observations: Observation[] = [
    { ...request, at: 2104, id: 'nobody' },
    { ...request, at: 2050, id: null },
    { ...request, at: 1, id: null },
  ];
  const phases = attemptsOf({ ...main, observations }).map(({ at, phase }) => [at, phase]);
  t.same(phases, [
    [1, 'steps'],
    [2050, 'steps'],
    [2104, 'aftermath'],
  ]);
  t.equal(phaseAt(twin, 0), 'twin');
  t.equal(phaseAt({ exchanges: [], observations: [] }, 0), 'steps');
});

t.test('connections are the gateway’s, told from probes by their port and upstream', async (t) => {
  const probe = (upstream: string, localPort: number) => ({
    upstream,
    fault: null,
    from: 0,
    until: null,
    probes: [{ result: 'connected', ms: 1, localPort }],
  });
  const ordinals = (...armings: ReturnType<typeof probe>[]) =>
    connectionsOf(main, armings).map(({ connection, phase }) => `${connection} ${phase}`);
  t.same(ordinals(), ['1 steps', '2 steps', '3 aftermath']);
  t.same(ordinals(probe('app', 40002)), ['1 steps', '3 aftermath']);
  t.same(ordinals(probe('other', 40002)), ['1 steps', '2 steps', '3 aftermath']);
});

t.test('an upstream that was seen but not declared is told of, too', async (t) => {
  const seen: Observation = { upstream: 'other', at: 1, kind: 'query', name: 'other', type: 'A', answer: 'NXDOMAIN' };
  t.same(upstreamNames(caseOf('a', 'nginx'), { exchanges: [], observations: [seen] }), ['app', 'other']);
});
