import t from 'tap';
import { DEFAULT_SETTINGS } from '../../harness/core/default-settings.ts';
import type { FixedPlaces } from '../../harness/core/gateway.ts';
import { problemsOf } from '../../harness/core/problem.ts';
import nginx from '../../harness/gateways/nginx.ts';
import reference from '../../harness/gateways/reference.ts';
import squid from '../../harness/gateways/squid.ts';
import varnish from '../../harness/gateways/varnish.ts';
import { exampleSetup } from '../../harness/scenario/example-setup.ts';
import { settingsFromWords } from '../../harness/scenario/settings-from-words.ts';

const TIMEOUTS = { connect: 1000, read: 1000 };

t.test('a setting with a value is given as a word', (t) => {
  const words = ['timeouts.read=3s', 'timeouts.connect=250ms', 'configuration=a "b=c";'];
  t.same(settingsFromWords(words, nginx), {
    timeouts: { connect: 250, read: 3000 },
    configuration: { nginx: 'a "b=c";' },
  });
  t.same(settingsFromWords(['configuration=a'], { ...nginx, name: 'nginx@1.30', kind: 'nginx' }), {
    configuration: { nginx: 'a' },
  });
  t.same(settingsFromWords([], nginx), {});
  t.same(settingsFromWords(['retries=off'], nginx), { retries: 'off' });
  t.same(settingsFromWords(['retries=on'], nginx), {});
  const pool = ['pool.connections=2', 'pool.queue=1', 'pool.wait=250ms'];
  t.same(settingsFromWords(pool, nginx), { pool: { connections: 2, queue: 1, wait: 250 } });
  t.end();
});

t.test('a setup has what the words ask for', (t) => {
  const settings = ['timeouts.read=3s', 'keepalive'];
  const setup = exampleSetup(nginx, { program: 'nginx', settings, timeouts: TIMEOUTS });
  t.same(setup.timeouts, { connect: 1000, read: 3000 });
  t.same(setup.settings, { ...DEFAULT_SETTINGS, keepalive: true, timeouts: { read: 3000 } });
  t.end();
});

t.test('what is wrong, or cannot be asked of the gateway, is told', (t) => {
  for (const [word, gateway, told] of [
    ['timeouts.read=3', nginx, 'timeouts.read: a duration needs a unit: 3ms, 3s or 3m'],
    ['timeouts.read=61s', nginx, 'timeouts.read: a timeout of a gateway is 100ms to 60s'],
    ['timeouts.raed=3s', nginx, 'there is no setting "timeouts.raed=3s"'],
    ['pool.connections=two', nginx, 'pool.connections: must be a number, not the text "two"'],
    ['pool.connections=2', squid, 'squid lacks what `pool` takes: pool'],
    ['retries=never', nginx, 'retries: must be on or off'],
    ['retries=off', varnish, 'varnish lacks what `retries` takes: retries'],
    ['configuration= ', nginx, 'configuration.nginx: says nothing'],
    ['configuration=a', reference, 'reference takes no configuration text'],
    ['timeouts.read=3s', squid, 'squid has timeouts of its own'],
    ['timeouts.read=3s', { ...nginx, fixed: {} as FixedPlaces }, 'nginx is run as its configuration says: no settings'],
  ] as const) {
    try {
      exampleSetup(gateway, { program: 'x', settings: [word], timeouts: TIMEOUTS });
      t.fail(`${word} is taken`);
    } catch (error) {
      t.match(problemsOf(error)[0]?.message, told);
    }
  }
  t.end();
});
