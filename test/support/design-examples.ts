/** The scenarios of the design, as they stand there. */
export const DESIGN = [
  `# yaml-language-server: $schema=../scenario.schema.json
name: The upstream dies halfway through the body
why: The app was OOM-killed while streaming; the client must be able to tell that the report is not whole.
tags: [crash, truncation]
upstreams:
  app: { fault: reset-mid-body, after: 512B, length: 4KiB }
steps:
  - request: GET /report
    expect: { body: truncated, upstream.app: { requests: 1 } }
`,
  `name: A pooled connection dies as it is reused
why: The app closes idle connections sooner than the gateway. A GET may be sent again, a POST must not be.
source: https://github.com/nodejs/node/issues/27363
gateway: { keepalive: true }
upstreams:
  app:
    connections:
      - [ { read: request }, { respond: { body: hello } }, { read: request }, reset ]
      - healthy
matrix:
  - { method: GET,  status: [200, 502, none], requests: 2..3 }   # none: closed without an answer
  - { method: POST, status: [502, none],      requests: 2 }
steps:
  - request: GET /warm
  - request: \${method} /again
    expect: { status: "\${status}", upstream.app: { requests: "\${requests}" } }
`,
  `name: The firewall drops the upstream's traffic for two seconds
upstreams: { app: healthy, other: healthy }
steps:
  - set: { app: firewall-drop }
  - request: GET /
    expect: { status: 504, within: 1s..1.5s }
  - parallel:                                   # the other route must not notice
      - { times: 50, request: GET / }
      - { times: 20, request: GET /other, expect: { status: 200, p99: < twin + 250ms } }
  - set: { app: healthy }
  - until: { request: GET /, status: 200, within: 1s }
`,
  `name: Our edge config, the app restarts under load
gateway: edge                      # declared once in gatecrash.yaml, see below
upstreams: { app: healthy }
steps:
  - load: { rate: 200/s, for: 5s, request: GET / }
    during: { 1s: { set: { app: process-killed } }, 2s: { set: { app: healthy } } }
    expect: { only: [200, 502, 503], recovered: { within: 1s }, upstream.app: { requests: unsafe-once } }
`,
] as const;
