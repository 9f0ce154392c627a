import t from 'tap';
import type { Observation } from '../../harness/core/evidence.ts';
import { everyQuery, HEALTHY_NAME } from '../../harness/core/name-script.ts';
import dnsNxdomain from '../../harness/faults/dns-nxdomain.ts';
import dnsRefused from '../../harness/faults/dns-refused.ts';
import dnsServfail from '../../harness/faults/dns-servfail.ts';
import dnsSilence from '../../harness/faults/dns-silence.ts';
import { startUpstream } from '../../harness/upstream/upstream-process.ts';
import { ask } from '../upstream/dns-ask.ts';

const upstream = await startUpstream();
t.teardown(() => upstream.stop());
const { control } = upstream;
const resolver = await control.resolver({ host: '127.0.0.1', port: 0 });
const entry = { upstream: 'app', address: '127.1.2.3' };

for (const [fault, effect, rcode] of [
  [dnsNxdomain, dnsNxdomain.effect({}), 'NXDOMAIN'],
  [dnsServfail, dnsServfail.effect({}), 'SERVFAIL'],
  [dnsSilence, dnsSilence.effect({}), null],
  [dnsRefused, dnsRefused.effect({ rcode: 'REFUSED' }), 'REFUSED'],
  [dnsRefused, dnsRefused.effect({ rcode: 'FORMERR' }), 'FORMERR'],
  [dnsRefused, dnsRefused.effect({ rcode: 'NOTIMP' }), 'NOTIMP'],
] as const) {
  t.test(`${fault.name}: a query for the name meets ${rcode ?? 'no answer'}`, async (t) => {
    const observations: Observation[] = [];
    t.teardown(control.onObservation((event) => observations.push(event)));
    if (effect.place !== 'dns') throw new Error(effect.place);
    await control.name('app.test', { ...entry, script: everyQuery(HEALTHY_NAME) });
    t.match((await ask(resolver, 'app.test'))?.answers, [{ data: '127.1.2.3' }], 'while it is well, it resolves');
    await control.flush();
    t.ok(fault.fired({ observations, probes: [] }), 'and nothing has fired');
    await control.name('app.test', { ...entry, script: effect.says });
    const reply = await ask(resolver, 'app.test', 'A', rcode ? 10_000 : 500);
    t.equal((reply as { rcode?: string } | null)?.rcode ?? null, rcode);
    t.same(reply?.answers ?? [], []);
    await control.flush();
    t.equal(fault.fired({ observations, probes: [] }), null, 'and it says that it fired');
  });
}
