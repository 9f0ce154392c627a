import fc from 'fast-check';
import t from 'tap';
import { parseKey } from '../../harness/network/key.ts';
import { segmentSize } from '../../harness/network/segment-size.ts';
import { troubleRules } from '../../harness/network/trouble-rules.ts';
import '../support/seeded.ts';

/** The ordinals of a hundred packets that the rules for a loss drop. */
function lost(percent: number): number[] {
  const { rules } = troubleRules({ place: 'network', trouble: { kind: 'loss', percent } }, 'to', 'id');
  const [, list = ''] = /^numgen inc mod 100 \{ ([\d, ]+) \} goto/.exec(rules.at(-1) ?? '') ?? [];
  return list.split(', ').map(Number);
}

t.test('of a hundred packets as many are lost as percent say, and up to half never two in a row', (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99 }), (percent) => {
      const ordinals = lost(percent);
      const inARow = ordinals.some((ordinal) => ordinals.includes((ordinal + 1) % 100));
      return ordinals.length === percent && (percent > 50 || !inARow);
    }),
  );
  t.same(lost(1), [99]);
  t.ok(
    lost(51).some((ordinal, index, all) => all[index + 1] === ordinal + 1),
    'beyond half it cannot be helped',
  );
  t.end();
});

t.test('each fault hits the direction that it speaks of', (t) => {
  const rules = (...args: Parameters<typeof troubleRules>) => troubleRules(...args).rules.length > 0;
  const drop = { place: 'firewall', verdict: 'drop' } as const;
  t.same([rules(drop, 'to', ''), rules(drop, 'from', '')], [true, false]);
  const hole = { place: 'network', trouble: { kind: 'mtu-black-hole', bytes: 576 } } as const;
  t.same([rules(hole, 'to', ''), rules(hole, 'from', '')], [false, true]);
  const loss = { place: 'network', trouble: { kind: 'loss', percent: 30 } } as const;
  t.same([rules(loss, 'to', ''), rules(loss, 'from', '')], [true, true]);
  t.end();
});

t.test('under a bandwidth limit ten segments leave each second, none larger than an Ethernet takes', (t) => {
  t.same([1, 8192, 1_000_000].map(segmentSize), [256, 819, 1448]);
  t.end();
});

t.test('an address of a fault is an IPv4 address or *, each with a port or without', (t) => {
  t.same(parseKey('198.18.3.4'), { host: '198.18.3.4', port: null });
  t.same(parseKey('198.18.3.4:3000'), { host: '198.18.3.4', port: 3000 });
  t.same(parseKey('*'), { host: null, port: null });
  t.same(parseKey('*:65535'), { host: null, port: 65_535 });
  for (const wrong of ['', '**', 'app', '1.2.3', '1.2.3.4:', '1.2.3.4:0', '*:65536', '1.2.3.4:5:6', '::1', '1.2.3.4 '])
    t.throws(() => parseKey(wrong), { message: `"${wrong}" is no address of a fault` });
  t.end();
});
