import type { LogEntry } from './log-entry.ts';

/**
 * What a dialect reads out of a line; what it leaves out is null in the entry. `code` and `message` are given only where
 * something went wrong: by them, or by its status, or as a line of kind `error`, an entry is told from a success.
 */
export type ReadLine = Pick<LogEntry, 'kind'> &
  Partial<Omit<LogEntry, 'dialect' | 'gateway' | 'kind' | 'line' | 'text'>>;

/** One form of log: one object in one file of dialects/. */
export interface Dialect {
  /** kebab-case; the file's name: `nginx-error`, `envoy`, `aws-alb`. */
  readonly name: string;
  /** As its makers write it: `nginx error log`. */
  readonly title: string;
  /** The built-in gateway that writes it, or the managed service's own name. */
  readonly gateway: string;
  /** False for a service that nobody can run on a machine of their own: such a log is diagnosed and not played. */
  readonly playable: boolean;
  /** Where its form is documented. */
  readonly source: string;
  /** Reads one line, without its end; null for a line of another form. Never throws, and takes time linear in the line. */
  read(line: string): ReadLine | null;
  /** Lines that it reads, as its gateway writes them; each is tested. */
  readonly examples: readonly string[];
  /** Given to the one that a line is taken for where others read it too, and nothing else in the log tells whose it is. */
  readonly presumed?: true;
}
