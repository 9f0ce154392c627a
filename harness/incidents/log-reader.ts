import type { Dialect, ReadLine } from '../core/dialect.ts';
import type { LogEntry } from '../core/log-entry.ts';
import { cleanLine, decoded } from './clean-line.ts';
import { LineSplitter } from './line-splitter.ts';
import { OctetScanner } from './octet-scanner.ts';
import { RecentTrouble } from './recent-trouble.ts';
import { Recogniser } from './recogniser.ts';
import { TROUBLE_MARKS } from './trouble-marks.ts';
import { wentWrong } from './went-wrong.ts';

/** So much of a log is read line by line, in octets; of what comes then, only lines that look like trouble. */
const READ_WHOLE = 4_194_304;

/** What was in a log. */
export interface LogSummary {
  readonly lines: number;
  /** Lines that tell of trouble. */
  readonly troubled: number;
  /** Lines of a known form that tell of none. */
  readonly sound: number;
  /** Lines of no known form: of something else, or mangled. */
  readonly unrelated: number;
  /** Lines of a long log that have nothing in them that tells of trouble, and were not looked at closer. */
  readonly passed: number;
  /** Lines that are longer than what is read of one. */
  readonly cut: number;
  /** Lines with trouble in a form of several gateways, where nothing else tells whose they are. */
  readonly unsure: number;
  /** How many lines each dialect read, the most first. */
  readonly dialects: readonly { readonly name: string; readonly title: string; readonly lines: number }[];
}

/** What takes the entries of a log. */
export interface LogReaderOptions {
  /** Gets the entries that tell of trouble, and of the others those that an error line may be about. */
  readonly take: (entry: LogEntry) => void;
  /** The gateway whose a form of several is. */
  readonly gateway?: string | null | undefined;
  /** Octets that are read line by line before only lines that look like trouble are; for tests. */
  readonly readWhole?: number | undefined;
}

/** Reads a log of any length in pieces, in bounded memory. What tells of no trouble is only counted. */
export class LogReader {
  readonly #recogniser: Recogniser;
  readonly #splitter = new LineSplitter((line, number) => this.#line(line, number));
  readonly #take: LogReaderOptions['take'];
  readonly #recent = new RecentTrouble();
  readonly #read = new Map<Dialect, number>();
  readonly #marks = new OctetScanner(TROUBLE_MARKS);
  #whole: number;
  #looked = 0;
  #troubled = 0;
  #unrelated = 0;

  constructor(dialects: readonly Dialect[], { take, gateway = null, readWhole = READ_WHOLE }: LogReaderOptions) {
    this.#recogniser = new Recogniser(dialects, gateway);
    this.#take = take;
    this.#whole = readWhole;
  }

  push(piece: Buffer): void {
    this.#splitter.push(piece, this.#whole > 0 ? null : this.#marks);
    this.#whole -= piece.length;
  }

  /** The log is over. */
  end(): LogSummary {
    this.#splitter.end();
    const { lines, cut } = this.#splitter;
    const known = [...this.#read.values()].reduce((sum, count) => sum + count, 0);
    const dialects = [...this.#read].sort(([, a], [, b]) => b - a);
    return {
      lines,
      troubled: this.#troubled,
      sound: known - this.#troubled,
      unrelated: this.#unrelated,
      passed: lines - this.#looked,
      cut,
      unsure: this.#recogniser.unsure,
      dialects: dialects.map(([{ name, title }, count]) => ({ name, title, lines: count })),
    };
  }

  #line(raw: string, number: number): void {
    this.#looked += 1;
    const line = cleanLine(raw);
    const found = line === '' ? null : this.#recogniser.recognise(line);
    if (!found) {
      this.#unrelated += 1;
      return;
    }
    const { dialect, read, text } = found;
    this.#read.set(dialect, (this.#read.get(dialect) ?? 0) + 1);
    const troubled = wentWrong(read);
    if (troubled) this.#troubled += 1;
    else if (!this.#recent.mayBeOf(read)) return;
    const entry = entryOf(dialect, read, number, text);
    if (troubled && entry.kind === 'error') this.#recent.add(entry);
    this.#take(entry);
  }
}

/** The entry of a line. Its texts are copies: a view would keep the whole piece of the log in memory. */
function entryOf({ name, gateway }: Dialect, read: ReadLine, line: number, text: string): LogEntry {
  const { kind, at = null, status = null, ms = null, bytes = null } = read;
  return {
    dialect: name,
    gateway,
    kind,
    line,
    text: decoded(text),
    at,
    status,
    method: copy(read.method),
    target: copy(read.target),
    ms,
    bytes,
    upstream: copy(read.upstream),
    code: copy(read.code),
    message: copy(read.message),
    id: copy(read.id),
  };
}

function copy(text: string | null | undefined): string | null {
  return text == null ? null : decoded(text);
}
