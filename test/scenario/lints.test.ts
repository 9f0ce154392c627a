import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import type { Gateway } from '../../harness/core/gateway.ts';
import { loadFolder } from '../../harness/core/registry.ts';
import { buildScenario } from '../../harness/scenario/build-scenario.ts';
import type { Lint, ReadScenario } from '../../harness/scenario/lint.ts';
import { lintScenarios } from '../../harness/scenario/lint-scenarios.ts';
import { parseSource } from '../../harness/scenario/parse-source.ts';
import { wholeCatalogue } from '../support/load-text.ts';

const catalogue = { ...(await wholeCatalogue()), gateways: ['nginx', 'caddy'] };
const lints = await loadFolder<Lint>('scenario/lints');
const gateways = await loadFolder<Gateway>('gateways');

const HEALTHY = 'upstreams: { app: healthy }';
const BROKEN = 'upstreams: { app: connection-refused }';
const expecting = (expect: string, rest = BROKEN) => `${rest}\nsteps: [ { request: GET /, expect: ${expect} } ]`;
const scripted = (steps: string, rest = '') =>
  `${rest}upstreams: { app: { connections: [ ${steps} ] } }\nsteps: [ request: GET / ]`;
const load = (within: string) => `${HEALTHY}
steps:
  - load: { rate: 10/s, for: 3s, request: GET / }
    during: { 1s: { set: { app: process-killed } }, 2s: { set: { app: healthy } } }
    expect: { recovered: { within: ${within} } }`;
const tagged = (...tags: string[]) =>
  tags.map((tag, index) => `tags: [${tag}]\n${HEALTHY}\nsteps: [ request: GET /${index} ]`);

const incident = (fix: string) => `${BROKEN}
steps: [ request: GET / ]
signature: { nginx: { status: 502, time: at-once, log: refused } }
fix: { what: it is mended, ${fix} }`;

/** A scenario, or several that are checked together, without the name. */
type Texts = string | readonly string[];

/** For each lint: what it must speak of, and what is near to it and must be let alone. */
const CASES: Readonly<Record<string, { readonly rejects: readonly Texts[]; readonly accepts: readonly Texts[] }>> = {
  'bare-sleep': {
    rejects: [
      scripted('[ { read: request }, { send: "HTTP/1.1 200 OK" }, { stall: 50ms }, reset ]'),
      scripted('[ { read: request }, { stall: 60m } ]'),
      `${HEALTHY}
steps:
  - set: { app: { when: [ { path: /, then: [ { send: x }, { stall: 1s }, close ] } ] } }
  - request: GET /`,
    ],
    accepts: [
      scripted('[ { read: request }, { stall: 300ms }, answer ]'),
      scripted('[ { read: request }, { respond: { body: x } }, { stall: 20ms }, close ]'),
      scripted('[ { read: request }, { send: x }, { await-delivery: { bytes: 1B, within: 1s } }, reset ]'),
    ],
  },
  'cannot-fail': {
    rejects: [
      expecting('{ status: [2xx, 3xx, 4xx, 5xx, none] }'),
      expecting('{ status: 502, per-gateway: { nginx: { status: [2xx, 3xx, 4xx, 5xx, none] } } }'),
      expecting('{ within: 5m }'),
      expecting('{ upstream.app: { requests: 0..1000000 } }'),
      expecting('{ status: [502, none], body: truncated }'),
      expecting('{ share: { 5xx: "<= 100%" } }'),
      `${BROKEN}\nmatrix: [ { wait: 1s }, { wait: 10m } ]\nsteps: [ { request: GET /, expect: { within: "\${wait}" } } ]`,
    ],
    accepts: [
      expecting('{ status: [2xx, 5xx, none], within: 1s, upstream.app: { requests: 0..2 } }'),
      expecting('{ status: [200, 502], body: truncated }'),
      expecting('{ share: { 5xx: "< 100%" } }'),
      expecting('{ within: 1s..10m }'),
    ],
  },
  contradiction: {
    rejects: [
      expecting('{ status: none, body: complete }'),
      expecting('{ status: none, connection: kept }'),
      expecting('{ status: none, headers: { Server: absent } }'),
      expecting('{ body: truncated-only, connection: kept }'),
      expecting('{ status: 304, body: truncated-only }'),
      `${BROKEN}\nsteps: [ { request: HEAD /, expect: { body: truncated-only } } ]`,
      expecting('{ status: 200, upstream.app: { requests: 0 } }'),
      expecting('{ upstream.app: { requests: 1, connections: 0 } }'),
      expecting('{ upstream.app: { requests: 1, attempts: 2..3 } }'),
      load('1s'),
    ],
    accepts: [
      expecting('{ status: [none, 502], body: complete, connection: kept }'),
      expecting('{ status: none, body: truncated }'),
      expecting('{ status: 200, body: truncated-only }'),
      expecting('{ status: 502, upstream.app: { requests: 0 } }'),
      expecting('{ status: 200, upstream.app: { requests: 0 } }', `gateway: { cache: true }\n${HEALTHY}`),
      expecting('{ status: 200, upstream.app: { requests: 0 } }', 'upstreams: { app: healthy, app-2: healthy }'),
      expecting('{ upstream.app: { requests: 0, connections: 0 } }'),
      load('900ms'),
    ],
  },
  'never-chosen': {
    rejects: [
      'upstreams: { app: { when: [ { method: POST, then: [ reset ] } ] } }\nsteps: [ request: GET / ]',
      'upstreams: { app: { when: [ { path: /b*, then: [ reset ] } ] } }\nsteps: [ request: GET /a ]',
      `${HEALTHY}
steps:
  - request: GET /b
  - set: { app: { when: [ { path: /b, then: [ reset ] } ] } }
  - request: GET /a`,
    ],
    accepts: [
      'upstreams: { app: { when: [ { path: /b*, method: GET, then: [ reset ] } ] } }\nsteps: [ request: GET /bee?q ]',
      'upstreams: { app: { when: [ { path: /b, then: healthy }, { first: 1, then: [ reset ] } ] } }\nsteps: [ request: GET / ]',
    ],
  },
  'never-met': {
    rejects: [
      `${HEALTHY}\nsteps: [ { until: { request: GET /, status: 503, within: 1s } } ]`,
      `${BROKEN}\nsteps:\n  - request: GET /\n  - set: { app: healthy }\n  - until: { request: GET /, status: 502, within: 1s }`,
    ],
    accepts: [
      `${BROKEN}\nsteps: [ { until: { request: GET /, status: 502, within: 1s } } ]`,
      `${HEALTHY}\nsteps: [ { until: { request: GET /, status: 200, within: 1s } } ]`,
      'upstreams: { app: healthy, app-2: connection-refused }\nsteps: [ { until: { request: GET /, status: 502, within: 1s } } ]',
    ],
  },
  'nothing-kept': {
    rejects: [
      `${HEALTHY}\nsteps: [ { request: GET /, connection: kept } ]`,
      `${HEALTHY}\nsteps: [ { request: GET /, abort: { how: rst, after: 0B } }, { request: GET /, connection: kept } ]`,
      `${HEALTHY}\nsteps: [ { request: GET /, headers: { Connection: close } }, { request: { target: /, connection: kept } } ]`,
      `${HEALTHY}\nsteps: [ { request: GET /, client: one }, { request: GET /, client: two, connection: kept } ]`,
    ],
    accepts: [
      `${HEALTHY}\nsteps: [ request: GET /, { request: GET /, connection: kept } ]`,
      `${HEALTHY}\nsteps: [ { repeat: { times: 2, steps: [ { request: GET /, connection: kept } ] } } ]`,
    ],
  },
  'nobody-honours': {
    rejects: [
      `gateway: { tls: true, http2: true, sessions: true }\n${HEALTHY}\nsteps: [ request: GET /, { gateway: kill-worker } ]`,
      `gateway: { http2: true }\n${HEALTHY}\nsteps: [ request: GET /, { gateway: block-temporary } ]`,
    ],
    accepts: [
      `gateway: { tls: true, http2: true, sessions: true }\n${HEALTHY}\nsteps: [ request: GET / ]`,
      `gateway: { retries: off, pool: { connections: 1, queue: 1 }, keepalive: true }\n${HEALTHY}\nsteps: [ request: GET / ]`,
    ],
  },
  'odd-tag': {
    rejects: [tagged('timeout', 'timeout', 'timeout', 'timeuot')],
    accepts: [
      tagged('timeout', 'timeout', 'timeout', 'websocket'),
      tagged('timeout', 'timeout', 'timeuot'),
      tagged('retries', 'retries', 'retries', 'retrie', 'retrie'),
    ],
  },
  'same-as-reported': {
    rejects: [incident('upstreams: { app: connection-refused }'), incident('steps: [ request: GET / ]')],
    accepts: [incident('upstreams: { app: healthy }'), incident('gateway: { keepalive: true }')],
  },
  'same-scenario': {
    rejects: [[expecting('{ status: 502 }'), `tags: [a]\n${expecting('{ status: 502 }')}`]],
    accepts: [
      [expecting('{ status: 502 }'), expecting('{ status: 504 }')],
      [expecting('{ status: 502 }'), `gateway: { keepalive: true }\n${expecting('{ status: 502 }')}`],
    ],
  },
  'same-state': {
    rejects: [
      `${HEALTHY}\nsteps: [ { set: { app: healthy } }, request: GET / ]`,
      `${BROKEN}\nsteps: [ request: GET /, { set: { app: connection-refused } }, request: GET / ]`,
      `${HEALTHY}
steps:
  - load: { rate: 10/s, for: 3s, request: GET / }
    during: { 1s: { set: { app: connection-refused } }, 2s: { set: { app: connection-refused } } }`,
    ],
    accepts: [
      `${BROKEN}\nsteps: [ request: GET /, { set: { app: healthy } }, request: GET / ]`,
      `${BROKEN}
steps:
  - repeat:
      times: 2
      steps: [ { set: { app: connection-refused } }, request: GET /, { set: { app: healthy } }, request: GET / ]`,
      `upstreams: { app: { requests: [ [ reset ] ], rest: healthy } }
steps: [ request: GET /, { set: { app: { requests: [ [ reset ] ], rest: healthy } } }, request: GET / ]`,
    ],
  },
  'unkept-connection': {
    rejects: [scripted('[ { read: request }, { respond: { body: x } }, { read: request }, reset ]')],
    accepts: [
      scripted('[ { read: head }, { read: body }, reset ]'),
      scripted('[ { read: request }, answer, { read: request }, reset ]', 'gateway: { keepalive: true }\n'),
      scripted('[ { read: request }, answer, { read: request }, reset ]', 'gateway: nginx\n'),
    ],
  },
  'unused-fault': {
    rejects: [
      'upstreams: { app: healthy, other: connection-refused }\nsteps: [ request: GET / ]',
      `${BROKEN}\nsteps: [ { set: { app: healthy } }, request: GET / ]`,
      `${HEALTHY}\nsteps: [ request: GET /, { set: { app: connection-refused } } ]`,
    ],
    accepts: [
      'upstreams: { app: healthy, other: connection-refused }\nsteps: [ request: GET /, request: GET /other ]',
      'upstreams: { app: healthy, app-2: connection-refused }\nsteps: [ request: GET / ]',
      `gateway: { keepalive: true }\n${HEALTHY}
steps: [ request: GET /, { set: { app: process-killed } }, { set: { app: healthy } }, request: GET / ]`,
      `${HEALTHY}
steps: [ { parallel: [ { set: { app: connection-refused } }, { times: 9, request: GET / } ] }, { set: { app: healthy } } ]`,
    ],
  },
};

/** Scenarios that are in order, by their texts. */
function read(texts: Texts): ReadScenario[] {
  return [texts].flat().map((text, index) => {
    const parsed = parseSource(`name: n${index}\n${text}\n`, `${index}.yaml`);
    const built = 'problems' in parsed ? parsed : buildScenario(parsed.source, String(index), catalogue);
    if ('problems' in parsed || 'problems' in built)
      throw new Error(`${text}\n${JSON.stringify('problems' in built ? built.problems.map((p) => p.message) : '')}`);
    return { ...built, source: parsed.source };
  });
}

t.test('each lint is a file of its name, and has cases of both kinds', (t) => {
  const folder = fileURLToPath(new URL('../../harness/scenario/lints/', import.meta.url));
  const files = globSync('*.ts', { cwd: folder }).map((file) => basename(file, '.ts'));
  t.same(lints.map(({ code }) => code).sort(), files.sort());
  t.same(Object.keys(CASES).sort(), files.sort());
  for (const { code, summary } of lints) t.match(summary, /^[A-Z].*\.$/, code);
  t.end();
});

for (const lint of lints) {
  const { rejects = [], accepts = [] } = CASES[lint.code] ?? {};
  t.test(lint.code, (t) => {
    t.ok(rejects.length > 0 && accepts.length > 0);
    for (const texts of rejects) {
      const warnings = lintScenarios(read(texts), [lint], gateways);
      t.equal(warnings.length, 1, `speaks once of:\n${texts}`);
      t.match(warnings[0], { code: lint.code, message: String, hint: String, frame: /\^/, place: { line: Number } });
    }
    for (const texts of accepts)
      t.same(
        lintScenarios(read(texts), [lint], gateways).map(({ message }) => message),
        [],
        `lets alone:\n${texts}`,
      );
    t.end();
  });
}
