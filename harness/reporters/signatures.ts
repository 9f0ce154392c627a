import { candidatesOf } from '../core/atlas.ts';
import type { CaseEnded } from '../core/event.ts';
import type { Exchange } from '../core/evidence.ts';
import { recordedPage } from '../core/recorded-page.ts';
import type { Reporter, ReporterSession, Sink } from '../core/reporter.ts';
import type { Sighting } from '../core/sighting.ts';

/** Lines of a case beyond these are more of the same. */
const MOST_LINES = 400;

/** A sighting a line: every case shows each of its faults; which of them count is for the reader to choose. */
const signatures: Reporter = {
  name: 'signatures',
  summary:
    'What each fault leaves in a gateway’s log and error page, a line each: the raw data of fixtures/signatures.',
  machine: true,
  totals: false,
  open: signatureSession,
};

export default signatures;

function signatureSession(sink: Sink): ReporterSession {
  return {
    on(event) {
      if (event.type !== 'case-ended' || event.retried) return;
      for (const sighting of sightingsOf(event)) sink.out(`${JSON.stringify(sighting)}\n`);
    },
    close: () => {},
  };
}

function sightingsOf(event: CaseEnded): Sighting[] {
  const exchanges = event.evidence?.main.exchanges ?? [];
  const log = event.evidence?.gateway.log.slice(0, MOST_LINES) ?? [];
  return candidatesOf(event).map((candidate) => {
    const met = exchanges.filter((one) => metFault(one, candidate.cell.fault));
    const [first] = met;
    const page = first?.final && event.evidence ? recordedPage(first.final, event.evidence.gateway) : null;
    const why = event.evidence ? null : (event.verdict.reason ?? 'it was not played');
    return { ...candidate, ids: met.map(({ id }) => id), page, why, log };
  });
}

function metFault({ phase, fault, aborted }: Exchange, name: string): boolean {
  return phase === 'steps' && fault === name && aborted === null;
}
