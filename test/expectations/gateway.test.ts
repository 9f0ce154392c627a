import t from 'tap';
import type { GatewayLook } from '../../harness/core/gateway-strike.ts';
import gateway from '../../harness/expectations/gateway.ts';
import { factsWith } from '../support/evidence.ts';
import { refusals } from './judge-step.ts';

const MB = 1_000_000;
const before: GatewayLook = { alive: true, pids: [7, 8], descriptors: 20, memory: 10 * MB };

type Wanted = Parameters<typeof gateway.judge>[0];

/** What is said of a gateway that was as above before the step, and was so after it. */
function judge(wanted: Wanted, change: Partial<GatewayLook> = {}, log: readonly string[] = []) {
  const empty = { exchanges: [], twin: [], samples: [], twinSamples: [], load: null, name: null };
  const sightings = [{ step: 'steps.0', before, after: { ...before, ...change } }];
  return gateway.judge(wanted, { ...empty, sightings, facts: factsWith({ gateway: { log } }) });
}

t.test('whether it runs', (t) => {
  t.same(judge({ alive: true }), []);
  t.match(judge({ alive: false }), [{ expected: 'a gateway that is dead', actual: 'a gateway that runs' }]);
  t.match(judge({ alive: true }, { alive: false, pids: [] }), [{ actual: 'a gateway that is dead' }]);
  t.end();
});

t.test('processes are the same where none came and none went, and new where one came', (t) => {
  t.same(judge({ processes: 'same' }), []);
  t.same(judge({ processes: 'new' }, { pids: [7, 9] }), []);
  t.match(judge({ processes: 'new' }), [{ expected: 'a new process' }]);
  t.match(judge({ processes: 'same' }, { pids: [7, 9] }), [{ actual: 'processes 7, 8 before, 7, 9 after' }]);
  t.match(judge({ processes: 'same' }, { pids: [7] }), [{ actual: 'processes 7, 8 before, 7 after' }]);
  t.match(judge({ processes: 'new' }, { pids: [7] }), [{ expected: 'a new process' }]);
  t.end();
});

t.test('bounds on memory and descriptors; what cannot be read has not been met', (t) => {
  t.same(judge({ memory: '< 11MB', descriptors: '< 21' }), []);
  t.match(judge({ memory: '< 10MB' }), [{ expected: 'memory < 10MB', actual: 'memory 10000000 B' }]);
  t.match(judge({ descriptors: '< 20' }), [{ expected: 'descriptors < 20', actual: 'descriptors 20' }]);
  t.match(judge({ descriptors: '< 20' }, { descriptors: null }), [{ actual: 'it cannot be read from /proc here' }]);
  t.end();
});

t.test('words that its log has and lacks, as a text or a pattern', (t) => {
  const log = ['2026 [notice] reconfiguring', '2026 [crit] it is (not) good'];
  t.same(judge({ log: 'reconfiguring', 'log-lacks': 'panic' }, {}, log), []);
  t.same(judge({ log: '/RECON/i' }, {}, log), []);
  t.same(judge({ log: '/^2026 .crit./', 'log-lacks': '(no)' }, {}, log), []);
  t.match(judge({ log: 'panic' }, {}, log), [{ actual: 'none of 2 lines' }]);
  t.match(judge({ 'log-lacks': '/crit|emerg/' }, {}, log), [{ actual: '2026 [crit] it is (not) good' }]);
  t.end();
});

t.test('values that are none', (t) => {
  t.match(refusals(gateway, {}), [/must have alive/]);
  t.match(refusals(gateway, { processes: 'others' }), ['must be same or new']);
  t.match(refusals(gateway, { memory: '200MB' }), ['must be a bound such as < 200MB']);
  t.match(refusals(gateway, { descriptors: '< many' }), ['must be a bound such as < 100']);
  t.match(refusals(gateway, { log: '/(/' }), ['is no regular expression']);
  t.end();
});
