import t from 'tap';
import type { Seen } from '../../harness/core/evidence.ts';
import { Sightings } from '../../harness/upstream/sightings.ts';

const request = (connection: number, nth: number): Seen => ({
  kind: 'request',
  connection,
  nth,
  method: 'GET',
  target: `/${connection}/${nth}`,
  version: '1.1',
  id: null,
  fields: [],
});

t.test('each connection is a line: its requests, what a step noted, and how it ended', (t) => {
  const sightings = new Sightings();
  sightings.note({ kind: 'connection', connection: 1, remotePort: 5, scripted: true });
  sightings.note(request(1, 1));
  sightings.note({ kind: 'connection', connection: 2, remotePort: 6, scripted: true });
  sightings.note({ kind: 'step', connection: 1, index: 0, step: 'read', last: false });
  sightings.note({ kind: 'step', connection: 1, index: 1, step: 'await-delivery', last: false, note: 'bounded wait' });
  sightings.note(request(1, 2));
  sightings.note({ kind: 'closed', connection: 1, by: 'our-rst', received: 80, sent: 512 });
  sightings.note({ kind: 'signal', signal: 'SIGSTOP', state: 'running' });
  t.same(sightings.lines(), [
    'connection 1: request 1 GET /1/1, request 2 GET /1/2; await-delivery: bounded wait; ' +
      'reset by the upstream (RST), 80 B in, 512 B out',
    'connection 2: no request; still open',
    'SIGSTOP taken, process running',
  ]);
  t.end();
});

t.test('the last thousand are kept, and all requests are counted', (t) => {
  const sightings = new Sightings();
  for (let connection = 1; connection <= 1500; connection += 1) sightings.note(request(connection, 1));
  t.equal(sightings.requests, 1500);
  t.equal(sightings.lines().length, 1000);
  t.match(sightings.lines()[0], /^connection 501: /);
  t.end();
});
