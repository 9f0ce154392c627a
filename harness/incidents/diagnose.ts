import type { Diagnosis } from '../core/diagnosis.ts';
import type { LogEntry } from '../core/log-entry.ts';
import type { SignatureBase } from '../core/signature.ts';
import { Diagnoser } from './diagnoser.ts';

/**
 * What lies behind the lines of a log: one diagnosis for each cause, the most frequent one first. Lines of exchanges that
 * went well are no incident, and leave none. For a log that is too long to hold, see Diagnoser.
 */
export function diagnose(entries: Iterable<LogEntry>, base: SignatureBase): Diagnosis[] {
  const diagnoser = new Diagnoser(base);
  for (const entry of entries) diagnoser.add(entry);
  return diagnoser.end();
}
