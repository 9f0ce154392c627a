import t from 'tap';
import { loadText, problemsText, wholeCatalogue } from '../support/load-text.ts';

const catalogue = await wholeCatalogue();
const load = (app: string) =>
  loadText(`name: x\nwhy: y\nupstreams: { app: ${app} }\nsteps:\n  - request: GET /\n`, catalogue);

t.test('answers are scripted one by one, by words, addresses and DNS faults', (t) => {
  const { scenario } = load(
    '{ dns: [NXDOMAIN, silence, healthy, { address: [127.0.0.9, upstream], ttl: 30s }, { fault: dns-forged, wrong: question }], rest: dns-no-data }',
  );
  const state = scenario?.variants[0]?.upstreams.app;
  t.match(state, { fault: null, label: '5 scripted DNS answers and a rest' });
  t.strictSame(state?.effect, {
    place: 'dns',
    says: {
      list: [
        { say: 'rcode', rcode: 'NXDOMAIN' },
        { say: 'silence' },
        { say: 'addresses', addresses: ['upstream'] },
        { say: 'addresses', addresses: ['127.0.0.9', 'upstream'], ttl: 30 },
        { say: 'forged', wrong: 'question' },
      ],
      rest: { say: 'no-data' },
    },
  });
  t.end();
});

for (const [app, path, text] of [
  ['{ dns: [NXDOMIAN], rest: healthy }', 'app.dns.0', 'did you mean "NXDOMAIN"?'],
  [
    '{ dns: [healthy, 3], rest: healthy }',
    'app.dns.1',
    'must be healthy, silence, an RCODE, an address or a DNS fault',
  ],
  ['{ dns: [{ address: nowhere }], rest: healthy }', 'app.dns.0.address', 'must be an IPv4 address'],
  ['{ dns: [dns-flapping], rest: healthy }', 'app.dns.0', 'dns-flapping is a list of answers itself'],
  ['{ dns: [silence], rest: connection-refused }', 'app.rest', 'breaks the upstream, not what the resolver says of it'],
  ['{ dns: [silence] }', 'app', 'rest is missing'],
  ['{ dns: silence, rest: healthy }', 'app.dns', 'must be a list: one entry for each query'],
] as const) {
  t.test(`${app} is refused`, (t) => {
    const { scenario, problems } = load(app);
    t.equal(scenario, undefined);
    const told = problemsText(problems);
    t.ok(told.includes(path) && told.includes(text), told);
    t.end();
  });
}
