import t from 'tap';
import type { Capabilities } from '../harness/core/capability.ts';
import type { Feature, FixedPlaces } from '../harness/core/gateway.ts';
import { type PlanInput, plan, rowId } from '../harness/plan.ts';
import { loadWorkspace } from '../harness/scenario/load-workspace.ts';
import { workFolder } from './support/work-folder.ts';

const EVERYTHING: Capabilities = {
  firewall: true,
  routes: true,
  shaping: true,
  dns: true,
  processes: true,
  memory: true,
  'unix-sockets': true,
};
const HERE = { runtime: 'local', capabilities: EVERYTHING } as const;
const FEATURES: readonly Feature[] = ['keepalive', 'run-time-dns'];

async function input(t: Parameters<typeof workFolder>[0], scenario: string, change: Partial<PlanInput> = {}) {
  const cwd = await workFolder(t, { 'scenarios/one.yaml': scenario });
  const { scenarios, faults } = await loadWorkspace({ cwd });
  const gateways = [{ ...HERE, name: 'nginx', version: '1', features: FEATURES }];
  const byName = new Map(faults.map((fault) => [fault.name, fault]));
  return {
    scenarios,
    gateways,
    faults: byName,
    repeatEach: 1,
    isolate: false,
    ...change,
  } as const;
}

const drop = 'name: one\nupstreams: { app: firewall-drop }\nsteps: [{ request: GET / }]\n';
const silent = 'name: one\nupstreams: { app: dns-silence }\nsteps: [{ request: GET / }]\n';
const frozen =
  'name: one\nupstreams: { app: healthy }\nsteps: [{ set: { app: process-frozen } }, { request: GET / }]\n';
const kept = 'name: one\ngateway: { keepalive: true }\nupstreams: { app: healthy }\nsteps: [{ request: GET / }]\n';

const cached = kept.replace('keepalive', 'cache');
const pooled = 'name: one\nupstreams: { app: healthy, app-2: healthy }\nsteps: [{ request: GET / }]\n';

t.test('every scenario meets every gateway, as often as asked', async (t) => {
  const gateways = ['b', 'a'].map((name) => ({ ...HERE, name, version: '1', features: FEATURES }));
  const cases = plan(await input(t, drop, { gateways, repeatEach: 2 }));
  t.same(
    cases.map(({ id, repeat }) => `${id} ${repeat}`),
    ['one@b 1', 'one@a 1', 'one@b 2', 'one@a 2'],
  );
});

t.test('a case that needs what the runtime lacks is skipped with the reason', async (t) => {
  const capabilities = { ...EVERYTHING, firewall: 'nft is not installed' };
  const gateways = [{ ...HERE, capabilities, name: 'nginx', version: '1', features: FEATURES }];
  const [item] = plan(await input(t, drop, { gateways }));
  t.equal(item?.skip, 'firewall-drop needs a firewall of our own: nft is not installed');
});

t.test('a case that needs what the gateway lacks is skipped with the reason', async (t) => {
  const gateways = [{ ...HERE, name: 'plain', version: '1', features: [] }];
  t.match(plan(await input(t, kept, { gateways }))[0]?.skip, /plain cannot keep upstream connections/);
  t.match(plan(await input(t, silent, { gateways }))[0]?.skip, /plain does not resolve names at request time/);
  t.equal(plan(await input(t, cached, { gateways }))[0]?.skip, 'plain has no cache');
  t.equal(plan(await input(t, pooled, { gateways }))[0]?.skip, 'plain cannot choose among replicas');
});

t.test('a case with replicas whose fault needs names is skipped everywhere', async (t) => {
  const scenario = silent.replace('dns-silence', 'dns-silence, app-2: healthy');
  const gateways = [{ ...HERE, name: 'nginx', version: '1', features: [...FEATURES, 'replicas'] as const }];
  t.match(plan(await input(t, scenario, { gateways }))[0]?.skip, /replicas are given to gateways by address/);
  t.equal(plan(await input(t, pooled, { gateways }))[0]?.skip, null);
});

t.test('the strongest wish for isolation counts, also of a fault that comes later', async (t) => {
  t.match(plan(await input(t, drop))[0], { isolate: 'none', names: false });
  t.match(plan(await input(t, silent))[0], { isolate: 'gateway', names: true });
  t.match(plan(await input(t, frozen))[0], { isolate: 'upstream' });
  t.match(plan(await input(t, drop, { isolate: true }))[0], { isolate: 'gateway' });
});

t.test('rows are told apart by as few keys as it takes', async (t) => {
  const rows = (matrix: string) =>
    `name: one\nupstreams: { app: healthy }\nmatrix: ${matrix}\nsteps: [{ request: "\${m} /\${p}" }]\n`;
  const { scenarios } = await input(t, rows('[{ m: GET, p: a }, { m: PUT, p: a }]'));
  t.same(
    scenarios[0]?.variants.map((variant) => rowId(scenarios[0] as never, variant)),
    ['one[m=GET]', 'one[m=PUT]'],
  );
  const both = (await input(t, rows('[{ m: GET, p: a }, { m: GET, p: b }]'))).scenarios;
  t.same(
    both[0]?.variants.map((variant) => rowId(both[0] as never, variant)),
    ['one[m=GET,p=a]', 'one[m=GET,p=b]'],
  );
});

t.test('an incident is played on the gateways that it is told of, each time on one of its own', async (t) => {
  const text = (whose: string) => `name: one
upstreams: { app: empty-answer }
steps: [{ request: GET / }]
signature: { "${whose}": { status: 502, time: at-once, log: closed } }
fix: { what: it answers, upstreams: { app: healthy } }
`;
  t.match(plan(await input(t, text('nginx'))), [
    { id: 'one@nginx', isolate: 'gateway', skip: null },
    { id: 'one[fix]@nginx', isolate: 'gateway', skip: null },
  ]);
  t.strictSame(plan(await input(t, text('caddy'))), []);
  t.match(plan(await input(t, text('nginx@>=1.99'))), [
    { skip: /the incident is one of nginx@>=1.99, and this is/ },
    { skip: /nginx@>=1.99/ },
  ]);
});

t.test(
  'a case that strikes the gateway has one of its own, and is skipped where the gateway cannot be struck so',
  async (t) => {
    const text = (action: string) =>
      `name: one\nupstreams: { app: healthy }\nsteps: [{ request: GET / }, { gateway: ${action} }]\n`;
    const first = async (action: string) => plan(await input(t, text(action)))[0];
    t.match(await first('kill'), { isolate: 'gateway', skip: null });
    t.match(await first('exhaust-descriptors'), { isolate: 'gateway', skip: null });
    t.match((await first('reload'))?.skip, 'nginx cannot be told to read its configuration again');
    t.match((await first('kill-worker'))?.skip, 'nginx has no worker process that may die alone');
    t.match((await first('block-temporary'))?.skip, 'nginx holds all in memory and makes no temporary files');
  },
);
t.test('what a gateway lacks of TLS is said in words of its own', async (t) => {
  const features: readonly Feature[] = ['tls', 'sessions'];
  const gateways = [{ ...HERE, name: 'plain', version: '1', features }];
  for (const [setting, reason] of [
    ['client-certificate', 'plain cannot show its upstreams a certificate of its own'],
    ['revocation', 'plain asks no revocation list about its upstreams'],
    ['sessions', undefined],
  ] as const) {
    const [item] = plan(await input(t, kept.replace('keepalive: true', `tls: true, ${setting}: true`), { gateways }));
    t.equal(item?.skip ?? undefined, reason, setting);
  }
});

const PLACES: FixedPlaces = {
  listen: { host: '127.0.0.1', port: 8080 },
  upstreams: { app: { host: '127.0.0.1', port: 3000 } },
  routes: [{ prefix: '/', upstream: 'app' }],
  host: null,
  tls: false,
};
const killed = 'name: one\nupstreams: { app: healthy }\nsteps: [{ gateway: kill }]\n';

t.test('a gateway that runs already needs no network of ours, and nothing is done to it', async (t) => {
  const capabilities = { ...EVERYTHING, routes: 'not ours', firewall: 'not ours' };
  const edge = { ...HERE, capabilities, name: 'edge', version: '-', features: FEATURES };
  const running = [{ ...edge, fixed: { ...PLACES, running: true } }];
  const skipOf = async (scenario: string, gateways: PlanInput['gateways']) =>
    plan(await input(t, scenario, { gateways }))[0]?.skip;
  t.equal(await skipOf(kept, running), null);
  t.match(await skipOf(drop, running), /needs a firewall of our own: not ours/);
  t.equal(await skipOf(killed, running), 'edge runs already, and is not ours to start, stop or reload');
  t.match(await skipOf(kept, [{ ...edge, fixed: PLACES }]), /needs a network of our own: not ours/);
});

t.test('a cache that a configuration has is known to every case', async (t) => {
  const edge = { ...HERE, name: 'edge', version: '-', fixed: PLACES };
  const cacheOf = async (features: readonly Feature[]) =>
    plan(await input(t, kept.replace('keepalive: true', 'keepalive: false'), { gateways: [{ ...edge, features }] }))[0]
      ?.variant.settings.cache;
  t.equal(await cacheOf(['cache']), true);
  t.equal(await cacheOf([]), false);
});

t.test('timeouts are asked of those alone that are given theirs by us, in what they take', async (t) => {
  const skipOf = async (timeouts: string, change: Partial<PlanInput['gateways'][number]>) => {
    const gateways = [{ ...HERE, name: 'plain', version: '1', features: FEATURES, ...change }];
    return plan(await input(t, kept.replace('keepalive: true', `timeouts: ${timeouts}`), { gateways }))[0]?.skip;
  };
  t.equal(await skipOf('{ read: 3s }', {}), null);
  t.equal(await skipOf('{ read: 3s }', { wholeSeconds: true }), null);
  const whole = await skipOf('{ connect: 1s, read: 1500ms }', { wholeSeconds: true });
  t.equal(whole, 'plain takes timeouts in whole seconds, and read is 1500 ms');
  const timeouts = { connect: 2700, read: 2700 };
  t.equal(await skipOf('{ read: 3s }', { timeouts }), 'plain has timeouts of its own: connect 2700 ms, read 2700 ms');
  t.equal(await skipOf('{ read: 2700ms }', { timeouts }), null, 'unless they are the very same');
  const told = 'plain has timeouts of its own, which gatecrash.yaml does not tell';
  t.equal(await skipOf('{ read: 3s }', { fixed: PLACES }), told);
});

t.test('a case has the configuration text of its own gateway and of no other', async (t) => {
  const scenario = kept.replace('keepalive: true', 'configuration: { nginx: "a;", haproxy: "b" }');
  const textsOf = async (name: string, change: Partial<PlanInput['gateways'][number]> = {}) => {
    const gateways = [{ ...HERE, name, version: '1', features: FEATURES, ...change }];
    return plan(await input(t, scenario, { gateways }))[0]?.variant.settings.configuration;
  };
  t.same(await textsOf('nginx'), { nginx: 'a;' });
  t.same(await textsOf('nginx@1.30', { kind: 'nginx' }), { nginx: 'a;' });
  t.equal(await textsOf('caddy'), undefined);
  t.equal(await textsOf('edge', { kind: 'nginx', fixed: PLACES }), undefined, 'one of the user’s own is left as it is');
});

t.test('retries are switched off where that can be done', async (t) => {
  const scenario = kept.replace('keepalive: true', 'retries: off');
  const skipOf = async (features: readonly Feature[]) =>
    plan(await input(t, scenario, { gateways: [{ ...HERE, name: 'plain', version: '1', features }] }))[0]?.skip;
  t.equal(await skipOf(['retries']), null);
  t.equal(await skipOf([]), 'plain makes second attempts that it cannot be told to leave');
});

t.test('limits and queues are asked of those that have them, and of addresses', async (t) => {
  const skipOf = async (pool: string, features: readonly Feature[], scenario = kept) => {
    const gateways = [{ ...HERE, name: 'plain', version: '1', features }];
    return plan(await input(t, scenario.replace('keepalive: true', `pool: ${pool}`), { gateways }))[0]?.skip;
  };
  t.equal(await skipOf('{ connections: 2 }', []), 'plain has no limit of what is at an upstream at once');
  t.equal(await skipOf('{ connections: 2 }', ['pool']), null);
  t.match(await skipOf('{ connections: 2, queue: 1 }', ['pool']), /^plain has no queue before its limit/);
  t.equal(await skipOf('{ connections: 2, queue: 1 }', ['pool', 'pool-queue']), null);
  const named = kept.replace('app: healthy', 'app: dns-silence');
  t.match(
    await skipOf('{ connections: 2 }', ['pool', 'run-time-dns'], named),
    /^limits are of upstreams given by address/,
  );
});
