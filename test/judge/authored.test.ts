import t from 'tap';
import { authoredSteps } from '../../harness/judge/authored.ts';
import { expects, requestStep } from '../support/evidence.ts';

t.test('an override is for a gateway, or for some versions of it; the later one replaces the earlier one', (t) => {
  const overrides = {
    nginx: { status: 504 },
    'nginx@<1.25': { status: 502 },
    'nginx@>=1.10 <1.20': { body: 'complete' },
    haproxy: { status: 503 },
  };
  const steps = [requestStep(0, expects({ status: 200 }, overrides))];
  const valuesFor = (name: string, version: string) => authoredSteps(steps, { name, version })[0]?.values;
  t.same(valuesFor('caddy', '2.6'), { status: 200 });
  t.same(valuesFor('haproxy', '2.6'), { status: 503 });
  t.same(valuesFor('nginx', '1.27.0'), { status: 504 });
  t.same(valuesFor('nginx', '1.22.1'), { status: 502 });
  t.same(valuesFor('nginx', '1.18.0'), { status: 502, body: 'complete' });
  t.end();
});
