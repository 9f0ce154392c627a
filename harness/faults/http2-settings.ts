import { z } from 'zod';
import { everyHttp2Connection } from '../core/every-http2-connection.ts';
import { defineFault, type FaultEvidence } from '../core/fault.ts';
import { H2_ERROR, SETTING } from '../core/http2-frames.ts';
import type { UpstreamStep } from '../core/script.ts';

const common = { group: 'http/2', params: z.strictObject({}), isolate: 'none', needs: [] } as const;
const READ: UpstreamStep = { do: 'read', what: 'request' };
/** An upload that is not held up is whole much sooner, in milliseconds. */
const HELD_UP = 250;
const NOT_ASKED = 'no request came over HTTP/2: `gateway: { http2: true }` asks for it';

export default [
  defineFault({
    ...common,
    name: 'http2-settings-never-acknowledged',
    ref: 'G06',
    summary: 'Requests are answered, but the SETTINGS of the client are never acknowledged.',
    examples: ['http2-settings-never-acknowledged'],
    // A sender MAY give up after a while (RFC 9113 section 6.5.3).
    outcome: { error: 'http_response_timeout', bound: 'read-timeout', accepts: ['passed-on', 'error'] },
    effect: () => everyHttp2Connection({ leavesOut: ['settings-ack'] }, READ, { do: 'answer' }),
    fired: (evidence) => (asked(evidence) && leftOutAck(evidence) ? null : NOT_ASKED),
  }),
  defineFault({
    ...common,
    name: 'http2-settings-window-zero',
    ref: 'G07',
    summary: 'SETTINGS_INITIAL_WINDOW_SIZE is 0 and no WINDOW_UPDATE follows: an upload gets nowhere.',
    examples: ['http2-settings-window-zero'],
    outcome: { error: 'connection_write_timeout', bound: 'read-timeout', accepts: ['error'] },
    effect: () =>
      everyHttp2Connection({ settings: [[SETTING.initialWindowSize, 0]], leavesOut: ['window-update'] }, READ, {
        do: 'answer',
      }),
    fired: (evidence) => {
      if (!sentSetting(evidence, SETTING.initialWindowSize)) return NOT_ASKED;
      return heldUp(evidence)
        ? null
        : 'every request came whole: an upload must be larger than 64 KiB to be sure to wait';
    },
  }),
  defineFault({
    ...common,
    name: 'http2-settings-no-streams',
    ref: 'G08',
    summary: 'SETTINGS_MAX_CONCURRENT_STREAMS is 0; a stream that comes before it is read is refused.',
    examples: ['http2-settings-no-streams'],
    outcome: { error: 'http_response_timeout', bound: 'read-timeout', accepts: ['error'] },
    effect: () =>
      everyHttp2Connection({ settings: [[SETTING.maxConcurrentStreams, 0]] }, READ, {
        do: 'h2-reset',
        code: H2_ERROR.refusedStream,
      }),
    fired: (evidence) => (sentSetting(evidence, SETTING.maxConcurrentStreams) ? null : NOT_ASKED),
  }),
];

function asked({ observations }: FaultEvidence): boolean {
  return observations.some((event) => event.kind === 'request' && event.version === '2');
}

function leftOutAck({ observations }: FaultEvidence): boolean {
  return observations.some((event) => event.kind === 'http2' && event.leavesOut.includes('settings-ack'));
}

function sentSetting({ observations }: FaultEvidence, setting: number): boolean {
  return observations.some(
    (event) => event.kind === 'http2' && event.settings.some(([id, value]) => id === setting && value === 0),
  );
}

/** Some request did not come whole while the fault lasted; what ends it gives the windows back, and the rest may follow. */
function heldUp({ observations }: FaultEvidence): boolean {
  const ends = new Map(
    observations.flatMap((event) =>
      event.kind === 'request-end' ? [[`${event.connection} ${event.nth}`, event.at] as const] : [],
    ),
  );
  const endOf = (event: { connection: number; nth: number }) =>
    ends.get(`${event.connection} ${event.nth}`) ?? Number.POSITIVE_INFINITY;
  return observations.some((event) => event.kind === 'request' && endOf(event) - event.at > HELD_UP);
}
