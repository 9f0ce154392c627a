import t from 'tap';
import type { Feature, Gateway } from '../../harness/core/gateway.ts';
import { loadFolder } from '../../harness/core/registry.ts';
import { TLS_NAME, type TlsTrust } from '../../harness/core/tls.ts';
import { exampleSetup } from './setups.ts';

const gateways = await loadFolder<Gateway>('gateways');
const TRUST: TlsTrust = { ca: 'the root', name: TLS_NAME };
const CERTIFICATE = ['leaf-pem', 'behind-pem'].map((one) => `${one}\n-----END CERTIFICATE-----\n`).join('');

/** All that a gateway is given to start with, in one text. */
function given(gateway: Gateway, settings: object, more: Partial<TlsTrust>): string {
  const setup = { ...exampleSetup({ tls: true, ...settings }), tls: { ...TRUST, ...more } };
  return Object.entries(gateway.launch(setup).files)
    .map(([name, text]) => `${name}: ${text}`)
    .join('\n');
}

for (const [feature, setting, more, marks] of [
  [
    'client-certificate',
    { clientCertificate: true },
    { identity: { certificate: CERTIFICATE, key: 'key-pem' } },
    [/leaf-pem/, /behind-pem/, /key-pem/],
  ],
  ['revocation', { revocation: true }, { revoked: ['of the root', 'of the other'] }, [/of the root/, /of the other/]],
] as const) {
  t.test(`who claims ${feature} is given what it takes, and nothing of it unasked`, (t) => {
    for (const gateway of gateways.filter(({ features }) => features.includes(feature satisfies Feature))) {
      for (const mark of marks) {
        t.match(given(gateway, setting, more), mark, gateway.name);
        t.notMatch(given(gateway, {}, {}), mark, gateway.name);
      }
    }
    t.end();
  });
}

t.test('who is configured to keep sessions says so', (t) => {
  const ofTwo = (name: string) => {
    const gateway = gateways.find((one) => one.name === name);
    return [true, false].map((sessions) => (gateway ? given(gateway, { sessions }, { sessions }) : ''));
  };
  t.match(ofTwo('nginx'), [/proxy_ssl_session_reuse on;/, /proxy_ssl_session_reuse off;/]);
  const [kept, whole] = ofTwo('haproxy');
  t.notMatch(kept, /no-ssl-reuse/);
  t.match(whole, /no-ssl-reuse/);
  t.end();
});
