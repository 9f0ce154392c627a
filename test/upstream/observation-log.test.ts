import t from 'tap';
import { ObservationLog } from '../../harness/upstream/observation-log.ts';

/** A log that was told of so many connections, and what somebody reads who follows it then. */
function following(
  log: ObservationLog,
  connections: number,
): { kind?: string; connection?: number; dropped?: number }[] {
  for (let connection = 1; connection <= connections; connection += 1) {
    log.record('app', { kind: 'connection', connection, remotePort: 1, scripted: true });
  }
  let text = '';
  log.follow((line) => {
    text += line;
  })();
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

t.test('a log keeps everything where nothing is said', (t) => {
  const log = new ObservationLog();
  t.equal(following(log, 3000).length, 3000);
  t.same(log.counts, { kept: 3000, dropped: 0 });
  t.end();
});

t.test('a log that forgets says first how much, and keeps the last lines', (t) => {
  const log = new ObservationLog(100);
  const lines = following(log, 1050);
  const { kept, dropped } = log.counts;
  t.equal(kept + dropped, 1050);
  t.ok(kept >= 100 && kept < 200, `${kept} lines are kept`);
  t.same(lines[0], { dropped });
  t.equal(lines[1]?.connection, dropped + 1);
  t.equal(lines.at(-1)?.connection, 1050);
  t.end();
});

t.test('one that has forgotten nothing yet says nothing of it', (t) => {
  t.match(following(new ObservationLog(100), 5)[0], { kind: 'connection', connection: 1 });
  t.end();
});
