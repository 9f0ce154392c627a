import t from 'tap';
import type { FixedPlaces } from '../../harness/core/gateway.ts';
import { timesAsked, timesOf } from '../../harness/core/times-of.ts';

const GIVEN = { connect: 1000, read: 1000 };
const fixed = {} as FixedPlaces;

t.test('a gateway that is given its timeouts is waited for five times as long', (t) => {
  t.same(timesOf({}, GIVEN, 10_000), { timeouts: GIVEN, patience: 5000 });
  const own = { connect: 500, read: 2000 };
  t.same(timesOf({ timeouts: own }, GIVEN, 10_000), { timeouts: own, patience: 10_000 });
  t.end();
});

t.test(
  "where the user's configuration rules nobody waits longer than asked, and a second to see what came late",
  (t) => {
    t.same(timesOf({ fixed }, GIVEN, 10_000), { timeouts: { connect: 10_000, read: 10_000 }, patience: 11_000 });
    const declared = { connect: 1000, read: 50_000 };
    t.same(timesOf({ fixed, timeouts: declared }, GIVEN, 3000), {
      timeouts: { connect: 1000, read: 3000 },
      patience: 4000,
    });
    t.same(timesOf({ fixed, timeouts: GIVEN }, GIVEN, 10_000), { timeouts: GIVEN, patience: 5000 });
    t.end();
  },
);

t.test(
  'timeouts that a scenario asks for stand in the place of the usual ones, and the client waits accordingly',
  (t) => {
    const usual = { timeouts: GIVEN, patience: 5000 };
    t.equal(timesAsked(usual, {}), usual);
    t.same(timesAsked(usual, { timeouts: { read: 3000 } }), {
      timeouts: { connect: 1000, read: 3000 },
      patience: 15_000,
    });
    t.same(timesAsked(usual, { timeouts: { connect: 200, read: 300 } }), {
      timeouts: { connect: 200, read: 300 },
      patience: 1500,
    });
    t.end();
  },
);
