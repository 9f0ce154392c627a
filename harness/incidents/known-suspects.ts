import type { Suspect } from '../core/diagnosis.ts';
import type { LogEntry } from '../core/log-entry.ts';
import type { EvidenceLetter, KnownLine } from '../core/signature.ts';
import type { GatewayKnowledge } from './gateway-knowledge.ts';
import type { TraceKind } from './traces.ts';

/** How far each source is to be believed. */
const TRUST: Readonly<Record<EvidenceLetter, number>> = { M: 0.95, S: 0.9, D: 0.9, T: 0.8, U: 0.6 };

const SOURCES: Readonly<Record<EvidenceLetter, string>> = {
  M: 'measured',
  S: 'read in its source',
  D: 'by its manual',
  T: 'seen in a public thread',
  U: 'not checked',
};

/** A hand-written line that says less of the entry is believed less: a status alone is left by many causes. */
const BARE = 0.5;

/** Causes that are known from manuals, sources and reports. */
export function knownSuspects({ entries }: TraceKind, knowledge: GatewayKnowledge): Suspect[] {
  const found = entries.flatMap((entry) => knowledge.knownOf(entry).map((line) => ({ entry, line })));
  const each = [...new Map(found.map((one) => [one.line, one])).values()];
  return each.map(({ entry, line }) => ({
    faults: line.faults,
    by: line.by,
    fit: TRUST[line.evidence] * (line.code === undefined && line.message === undefined ? BARE : 1),
    cause: line.cause,
    evidence: [`line ${entry.line} has ${seen(entry, line)}: ${SOURCES[line.evidence]}`],
    apart: line.apart ?? [],
  }));
}

function seen(entry: LogEntry, { code, message, status }: KnownLine): string {
  const words = [
    code !== undefined && `the code ${entry.code}`,
    message !== undefined && `"${entry.message}"`,
    status !== undefined && `the status ${entry.status}`,
  ];
  return words.filter(Boolean).join(' and ');
}
