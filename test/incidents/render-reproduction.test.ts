import t from 'tap';
import type { Diagnosis } from '../../harness/core/diagnosis.ts';
import { type LogEntry, SAYS_NOTHING } from '../../harness/core/log-entry.ts';
import { compareSignature, isSame } from '../../harness/incidents/compare-signature.ts';
import { renderReproduction, reproductionJson } from '../../harness/incidents/render-reproduction.ts';
import type { Reproduction } from '../../harness/incidents/reproduction.ts';
import { PLAIN } from '../../harness/terminal/style.ts';
import { matchesGolden } from '../support/golden.ts';

const TIMED_OUT: LogEntry = {
  ...SAYS_NOTHING,
  dialect: 'nginx-error',
  gateway: 'nginx',
  kind: 'error',
  line: 1204,
  text: '2026/11/23 03:14:22 [error] 7#7: *68 upstream timed out (110: Connection timed out) while reading response header from upstream, client: 10.0.0.7, server: shop.example, request: "POST /pay HTTP/1.1", upstream: "http://10.0.0.9:3000/pay"',
  at: 1795403662000,
  method: 'POST',
  target: '/pay',
  message: 'upstream timed out (110: Connection timed out) while reading response header from upstream',
  id: '*68',
};
const ANSWERED: LogEntry = {
  ...TIMED_OUT,
  ...{ ...SAYS_NOTHING, at: TIMED_OUT.at, id: TIMED_OUT.id },
  dialect: 'nginx-access',
  kind: 'access',
  line: 1205,
  status: 504,
  ms: 60_001,
};
const ALONE: LogEntry = {
  ...ANSWERED,
  gateway: 'heroku',
  line: 7,
  text: 'at=error code=H12 desc="Request timeout"',
  code: 'H12',
};

const DIAGNOSIS: Diagnosis = {
  gateway: 'nginx',
  version: '1.22.1',
  playable: true,
  count: 3,
  entries: [TIMED_OUT, ANSWERED],
  suspects: [
    {
      faults: ['never-answers', 'headers-stall'],
      by: 'upstream',
      fit: 1,
      cause: 'The request is read, and nothing is answered.',
      evidence: ['error line 1204: "upstream timed out" (17 of 192 recorded faults leave this)', 'it took 60001 ms'],
      apart: ['for never-answers: see in the upstream’s own access log whether it had the request'],
    },
    { faults: ['firewall-drop'], by: 'upstream', fit: 0.6, cause: 'SYNs are dropped.', evidence: [], apart: [] },
  ],
};

const RUN = {
  entries: [{ ...TIMED_OUT, line: 3 }],
  statuses: [504],
  times: [1002],
};
const PARTS = compareSignature(DIAGNOSIS.entries, RUN);

const TOLD: Reproduction = {
  log: 'error.log',
  summary: {
    lines: 1_204_322,
    troubled: 7,
    sound: 45_000,
    unrelated: 2,
    passed: 1_159_313,
    cut: 0,
    unsure: 0,
    dialects: [{ name: 'nginx-error', title: 'nginx error log', lines: 1_204_320 }],
  },
  groups: [
    {
      diagnosis: DIAGNOSIS,
      fault: 'never-answers',
      file: 'incident-1-never-answers.yaml',
      played: {
        gateway: 'nginx',
        version: '1.22.1',
        parts: PARTS,
        same: isSame(PARTS),
        reason: null,
        notes: [
          'Scaled: it took 60.0 s in the log; the gateway was played with timeouts of 1.0 s (connect) and 1.0 s (read).',
        ],
      },
      left: null,
    },
    {
      diagnosis: {
        ...DIAGNOSIS,
        gateway: 'heroku',
        version: null,
        playable: false,
        count: 1,
        entries: [ALONE],
        suspects: [{ faults: [], by: 'client', fit: 0.9, cause: 'The client left.', evidence: ['line 7'], apart: [] }],
      },
      fault: null,
      file: null,
      played: null,
      left: 'Not played: nobody can run heroku on a machine of their own; this is a diagnosis only.',
    },
  ],
};

t.test('what a person is told', async (t) => {
  matchesGolden(t, 'incidents/reproduction.txt', renderReproduction(TOLD, PLAIN));
});

t.test('what a machine is told: a line for each group, and one for the log', async (t) => {
  const lines = reproductionJson(TOLD)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  t.match(lines, [
    { type: 'incident', fault: 'never-answers', played: { same: true } },
    { type: 'incident', fault: null },
    { type: 'log', lines: 1_204_322 },
  ]);
});

t.test('another status, another line or another class of time is another signature', async (t) => {
  const wrong = (run: Partial<typeof RUN>) =>
    compareSignature(DIAGNOSIS.entries, { ...RUN, ...run })
      .filter(({ same }) => same === false)
      .map(({ what }) => what);
  t.same(wrong({}), []);
  t.same(wrong({ statuses: [502] }), ['status']);
  t.same(wrong({ entries: [{ ...TIMED_OUT, message: 'connect() failed (111: Connection refused)' }] }), ['log line']);
  t.same(wrong({ entries: [] }), ['log line']);
  t.same(wrong({ times: [3] }), ['time']);
});

t.test('what the log does not say is not compared', async (t) => {
  const parts = compareSignature([TIMED_OUT], { ...RUN, statuses: [502], times: [3] });
  t.same(
    parts.map(({ same }) => same),
    [null, true, null],
  );
  t.ok(isSame(parts));
  t.notOk(
    isSame(compareSignature([{ ...TIMED_OUT, message: null, kind: 'access' }], RUN)),
    'and nothing is not the same',
  );
});
