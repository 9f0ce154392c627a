import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Capability } from '../../harness/core/capability.ts';
import type { Effect } from '../../harness/core/effect.ts';
import type { Observation } from '../../harness/core/evidence.ts';
import type { Fault } from '../../harness/core/fault.ts';
import { PROXY_ERRORS } from '../../harness/core/proxy-error.ts';
import { loadFolder } from '../../harness/core/registry.ts';

const FOLDER = fileURLToPath(new URL('../../harness/faults/', import.meta.url));
const FAULTS = await loadFolder<Fault>('faults');

/** What a healthy upstream observes of one exchange: no fault may take it for its own doing. */
const HEALTHY: readonly Observation[] = [
  { upstream: 'app', at: 1, kind: 'connection', connection: 1, remotePort: 40_000, scripted: true },
  {
    upstream: 'app',
    at: 1,
    kind: 'handshake',
    connection: 1,
    certificate: 'good',
    done: true,
    shown: true,
    detail: 'TLSv1.3, TLS_AES_256_GCM_SHA384',
  },
  {
    upstream: 'app',
    at: 2,
    kind: 'request',
    connection: 1,
    nth: 1,
    method: 'GET',
    target: '/',
    version: '1.1',
    id: 'q',
    fields: [],
  },
  { upstream: 'app', at: 3, kind: 'request-end', connection: 1, nth: 1, bodyBytes: 0, bodyHash: '' },
  { upstream: 'app', at: 4, kind: 'step', connection: 1, index: 0, step: 'read', last: false },
  { upstream: 'app', at: 5, kind: 'step', connection: 1, index: 1, step: 'answer', last: true },
  { upstream: 'app', at: 6, kind: 'query', name: 'app.test', type: 'A', answer: '127.1.2.3' },
  { upstream: 'app', at: 7, kind: 'signal', signal: 'SIGCONT', state: 'running' },
  { upstream: 'app', at: 8, kind: 'closed', connection: 1, by: 'peer-fin', received: 60, sent: 160 },
];

/** The parameters that a value of `upstreams: { app: … }` gives to its fault. */
function paramsOf(example: string): { name: unknown; params: object } {
  const value: unknown = parse(example);
  if (typeof value === 'string') return { name: value, params: {} };
  const { fault, ...params } = value as { fault: unknown };
  return { name: fault, params };
}

t.test('no two faults share a name or a row of the catalogue', (t) => {
  t.equal(new Set(FAULTS.map((fault) => fault.name)).size, FAULTS.length);
  t.equal(new Set(FAULTS.map((fault) => fault.ref)).size, FAULTS.length);
  t.end();
});

t.test('each file exports the fault of its name, or a family whose name all its members begin with', async (t) => {
  for (const file of readdirSync(FOLDER)) {
    const { default: exported } = (await import(`${FOLDER}${file}`)) as { default: Fault | readonly Fault[] };
    const name = basename(file, '.ts');
    if ('name' in exported) t.equal(exported.name, name);
    else t.ok(exported.length > 1 && exported.every((fault) => fault.name.startsWith(`${name}-`)), file);
  }
});

for (const fault of FAULTS) {
  t.test(fault.name, (t) => {
    // A letter behind a row is a form of it that shows itself otherwise on the wire.
    t.match(fault.ref, /^[A-K]\d\d[b-z]?$/);
    t.match(fault.summary, /^[A-Z][^\n]{10,120}\.$/, 'one line, a sentence');
    const parameters = fault.params.parse({});
    for (const example of fault.examples) {
      const { name, params } = paramsOf(example);
      t.equal(name, fault.name, example);
      t.ok(fault.params.safeParse(params).success, example);
    }
    t.equal(paramsOf(fault.examples[0] ?? '').name, fault.name, 'the first example is the fault without parameters');
    t.equal(fault.params.safeParse({ surprise: 1 }).success, false, 'an unknown parameter is refused');
    const effect = fault.effect(parameters);
    t.same(JSON.parse(JSON.stringify(effect)), effect, 'the effect survives JSON');
    t.same(structuredClone(effect), effect, 'the effect survives a message to a worker');
    t.equal(typeof z.toJSONSchema(fault.params, { target: 'draft-7', io: 'input' }), 'object');
    t.end();
  });

  t.test(`${fault.name} has an outcome that a gateway can meet`, (t) => {
    const { error, accepts, bound } = fault.outcome;
    t.ok(error in PROXY_ERRORS);
    t.ok(accepts.length > 0 && new Set(accepts).size === accepts.length);
    const late = PROXY_ERRORS[error] === 504;
    // A resolver may be asked again until its timeout whatever it says, and many addresses are tried one by one.
    const patient = fault.group === 'dns' && bound !== 'at-once';
    t.equal(bound !== 'at-once', late || patient, 'a 504 takes its time, anything else does not');
    t.end();
  });

  t.test(`${fault.name} has not fired where nothing of it was seen`, (t) => {
    const probes = [{ result: 'connected', ms: 1, localPort: 40_001 }];
    t.match(fault.fired({ observations: [], probes: [] }), /\w+ \w+/, 'by no evidence');
    t.match(fault.fired({ observations: HEALTHY, probes }), /\w+ \w+/, 'by a healthy exchange');
    t.end();
  });

  t.test(`${fault.name} asks for what its place needs`, (t) => {
    const effect = fault.effect(fault.params.parse({}));
    // What happens to a listener may be a fault of its own where it is on a Unix socket.
    const ofSockets = effect.place === 'listener' && fault.name.startsWith('unix-') && effect.state !== 'unlinked';
    t.same(fault.needs, [...needsOf(effect), ...(ofSockets ? ['unix-sockets'] : [])]);
    const struck = effect.place === 'process' || effect.place === 'listener' || blocks(effect);
    const spoils = {
      processes: struck ? 'upstream' : 'none',
      dns: 'gateway',
      firewall: 'none',
      routes: 'none',
      shaping: 'none',
      memory: 'upstream',
      'unix-sockets': 'none',
    } as const;
    t.equal(fault.isolate, fault.needs[0] ? spoils[fault.needs[0]] : 'none');
    t.end();
  });
}

/** What a runtime must have for an effect; what lies unread in the kernel is seen in Linux's /proc alone. */
function needsOf(effect: Effect): Capability[] {
  if (effect.place === 'listener' && effect.state === 'unlinked') return ['unix-sockets'];
  if (effect.place === 'listener') return effect.state === 'full' ? ['processes'] : [];
  if (blocks(effect)) return ['processes'];
  if (effect.place === 'script') return JSON.stringify(effect.script).includes('arrive-unread') ? ['processes'] : [];
  if (effect.place === 'network')
    return ['bandwidth', 'reordering'].includes(effect.trouble.kind) ? ['shaping'] : ['firewall'];
  if (effect.place === 'process') return effect.signal === 'out-of-memory' ? ['memory'] : ['processes'];
  return { firewall: ['firewall'], route: ['routes'], dns: ['dns'], resolver: ['dns', 'firewall'] }[
    effect.place
  ] as Capability[];
}

/** Whether it keeps a whole process from all else. */
function blocks(effect: Effect): boolean {
  return effect.place === 'script' && JSON.stringify(effect.script).includes('"do":"block"');
}
