import t from 'tap';
import { ownLogReader } from '../../harness/incidents/own-log.ts';
import { readSignatures } from '../../harness/incidents/read-signatures.ts';
import { readHeldOut } from '../support/held-out-logs.ts';
import { scoreDiagnosis } from '../support/score-diagnosis.ts';

/** The gateways of the bar: their logs are from runs that the signatures were not made of. */
const GATEWAYS = ['nginx', 'haproxy', 'envoy', 'traefik', 'caddy', 'apache', 'varnish'];

const base = await readSignatures();
const read = await ownLogReader();

for (const gateway of GATEWAYS) {
  t.test(`${gateway}: the fault behind a log is named`, (t) => {
    const logs = readHeldOut(gateway);
    const { asked, first, amongThree, silent, groups, missed } = scoreDiagnosis(gateway, logs, base, read);
    t.comment(`${first} of ${asked} first, ${amongThree} among three; ${silent.length} leave no line of their own`);
    t.comment(
      `groups: ${groups.mean.toFixed(1)} faults in the mean, ${groups.median} the median, ${groups.largest} the largest`,
    );
    for (const one of missed) t.comment(`missed ${one}`);
    t.ok(asked > 100, 'nearly the whole atlas is asked about');
    t.ok(first / asked >= 0.85, 'first in at least 85 %');
    t.ok(amongThree / asked >= 0.97, 'among the first three in at least 97 %');
    t.end();
  });
}

t.test('groups are of one signature, and none is a name for everything', (t) => {
  for (const gateway of GATEWAYS) {
    const { signatures = [] } = base.recorded.get(gateway) ?? {};
    const { groups } = scoreDiagnosis(gateway, readHeldOut(gateway), base, read);
    t.ok(
      groups.median < signatures.length * 0.15,
      `${gateway}: ${groups.median} of ${signatures.length} in the median`,
    );
    t.ok(groups.largest < signatures.length * 0.65, `${gateway}: ${groups.largest} of ${signatures.length} at most`);
  }
  t.end();
});

t.test('logs of another gateway are not taken for its own', (t) => {
  const logs = readHeldOut('nginx').map((one) => ({
    ...one,
    log: one.log.map((line) => line.replaceAll('upstream', '')),
  }));
  const { first, asked } = scoreDiagnosis('haproxy', logs, base, read);
  t.equal(first, 0, `of ${asked}`);
  t.end();
});
