import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { type AddressInfo, createServer as createPort } from 'node:net';
import t, { type Test } from 'tap';
import { gatecrash } from '../support/cli.ts';
import { workFolder } from '../support/work-folder.ts';

t.setTimeout(120_000);

const SCENARIOS = {
  'scenarios/healthy.yaml': `name: healthy
upstreams: { app: healthy }
steps:
  - request: GET /report
    expect: { status: 200, upstream.app: { requests: 1 } }
`,
  'scenarios/gone.yaml': `name: gone
upstreams: { app: { fault: connection-refused } }
steps:
  - request: GET /report
    expect: { status: 502 }
`,
  'scenarios/dropped.yaml': 'name: dropped\nupstreams: { app: { fault: firewall-drop } }\nsteps:\n  - request: GET /\n',
  'scenarios/killed.yaml': 'name: killed\nupstreams: { app: healthy }\nsteps:\n  - gateway: kill\n',
};

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createPort().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A gateway that this test starts, and that nobody else is to stop; its port. */
async function startGateway(t: Test, upstream: number): Promise<number> {
  const server = createServer((incoming, answer) => {
    const { method, url, headers } = incoming;
    const options = { host: '127.0.0.1', port: upstream, method, path: url, headers, agent: false };
    const outgoing = request(options, (reply) => {
      answer.writeHead(reply.statusCode ?? 500, reply.headers);
      reply.pipe(answer);
    });
    outgoing.once('error', () => answer.writeHead(502).end());
    incoming.pipe(outgoing);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  return (server.address() as AddressInfo).port;
}

t.test('a gateway that runs already is played where it looks for its upstream', async (t) => {
  const upstream = await freePort();
  const port = await startGateway(t, upstream);
  const config = `gateways:
  edge:
    url: http://localhost:${port}
    upstreams: { app: 127.0.0.1:${upstream} }
    timeouts: { connect: 1s, read: 1s }
`;
  const cwd = await workFolder(t, { ...SCENARIOS, 'gatecrash.yaml': config });
  const run = await gatecrash(['run', '--gateway', 'edge', '--reporter', 'json'], { cwd });
  const ended = run.stdout
    .split('\n')
    .filter((line) => line.includes('"case-ended"'))
    .map((line) => JSON.parse(line));
  const of = (scenario: string) => ended.find((one) => one.scenario === scenario);
  const rules = (scenario: string): string[] => of(scenario)?.findings.map(({ rule }: { rule: string }) => rule);
  for (const scenario of ['healthy', 'gone']) {
    t.notOk(
      rules(scenario).some((rule) => /^(?:expect|TWIN|OP-47|OP-25)/.test(rule)),
      `${scenario}: ${rules(scenario)}`,
    );
    t.not(of(scenario).result, 'broken');
  }
  t.match(of('dropped'), { result: 'skip', reason: /the gateway runs already, in a network that is not ours/ });
  t.match(of('killed'), { result: 'skip', reason: /not ours to start, stop or reload/ });
});

t.test('nobody there, and addresses that lead elsewhere, are told', async (t) => {
  const config = (url: string, app: string) => `gateways:\n  edge: { url: "${url}", upstreams: { app: "${app}" } }\n`;
  const told = async (url: string, app: string) => {
    const cwd = await workFolder(t, { ...SCENARIOS, 'gatecrash.yaml': config(url, app) });
    return await gatecrash(['run', '--gateway', 'edge'], { cwd });
  };
  const absent = await told(`http://127.0.0.1:${await freePort()}`, '127.0.0.1:3000');
  t.equal(absent.code, 3);
  t.match(absent.stderr, /nobody accepts connections at http:/);
  for (const [url, app, words] of [
    ['http://example.org', '127.0.0.1:3000', /example\.org is no loopback or private address of this machine/],
    ['http://192.0.2.1:80', '127.0.0.1:3000', /192\.0\.2\.1 is no loopback/],
    ['ftp://127.0.0.1', '127.0.0.1:3000', /is no http:\/\/ or https:\/\/ URL/],
    ['http://127.0.0.1/api', '127.0.0.1:3000', /a scheme, an address and a port alone/],
    ['http://127.0.0.1', 'app:3000', /app is no loopback or private address/],
  ] as const) {
    const run = await told(url, app);
    t.equal(run.code, 2, run.stdout + run.stderr);
    t.match(run.stderr, words);
  }
});
