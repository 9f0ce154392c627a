import type { TimeClass } from './atlas.ts';
import type { LogEntry } from './log-entry.ts';

/** The version of the form of fixtures/signatures/*.json. */
export const SIGNATURES_VERSION = 1;

/** What is remembered of a line: what differs from one request to the next is taken out of its message. */
export type SignatureLine = Pick<LogEntry, 'kind' | 'status' | 'code' | 'message'>;

/** What one request that met a fault left in the gateway's log: its access line and the error lines tied to it. */
export interface Trace {
  readonly lines: readonly SignatureLine[];
  /** How long it took by the access line: sooner than any timeout, or longer; null where no line says it. */
  readonly late: boolean | null;
  /** In how many of the runs it was seen. */
  readonly runs: number;
}

/** The gateway's answer as its client got it; what differs from run to run is taken out. */
export interface RecordedPage {
  readonly reason: string;
  /** Fields that tell who made it: Server, Via, X-…, Content-Type, as `Name: value`. */
  readonly fields: readonly string[];
  /** At most 2 KiB. */
  readonly body: string;
}

/** What one fault leaves behind on one gateway: a line of fixtures/signatures/GATEWAY.json. */
export interface Signature {
  readonly fault: string;
  /** The case that it was seen in, `scenario-id[row]`. */
  readonly seenIn: string;
  /** How many runs of that case are told of here. */
  readonly runs: number;
  /** Each status that came, null for no response, and in how many of the runs. */
  readonly statuses: readonly (readonly [status: number | null, runs: number])[];
  readonly times: readonly (readonly [time: TimeClass, runs: number])[];
  /** Null where no response came, or the upstream's own was passed on. */
  readonly page: RecordedPage | null;
  /** Empty where it leaves no line, or only such as a healthy exchange leaves. */
  readonly traces: readonly Trace[];
}

/** The signatures of one gateway. */
export interface RecordedSignatures {
  readonly version: typeof SIGNATURES_VERSION;
  readonly gateway: string;
  readonly gatewayVersion: string;
  /** Lines that say nothing, since most cases leave them, whatever the fault is: those of healthy exchanges, and noise. */
  readonly usual: readonly SignatureLine[];
  readonly signatures: readonly Signature[];
  /** Faults without a signature, and why. */
  readonly skipped: readonly { readonly fault: string; readonly why: string }[];
}

/** Where a hand-written piece of knowledge is from: measured, read in the source or the manual, seen in a thread, unchecked. */
export type EvidenceLetter = 'M' | 'S' | 'D' | 'T' | 'U';

/** Whose doing a cause is. */
export type Culprit = 'upstream' | 'client' | 'gateway';

/** A line known from manuals, sources and reports: an entry of fixtures/signatures/known/GATEWAY.yaml. All that is given must fit. */
export interface KnownLine {
  /** What the entry's code is: a regular expression for the whole of it. */
  readonly code?: string | undefined;
  /** What the message holds: a regular expression. */
  readonly message?: string | undefined;
  readonly status?: readonly number[] | undefined;
  /** One sentence. */
  readonly cause: string;
  readonly by: Culprit;
  /** Faults of the catalogue that do the same; empty where none does. */
  readonly faults: readonly string[];
  readonly evidence: EvidenceLetter;
  /** What else would show it, or tell it from its likes. */
  readonly apart?: readonly string[] | undefined;
}

/** What is known of one gateway from elsewhere. */
export interface KnownLines {
  readonly gateway: string;
  /** As its makers write it. */
  readonly title: string;
  /** A built-in gateway whose lines it writes as well. */
  readonly like?: string | undefined;
  /** Where the knowledge is from. */
  readonly source: string;
  readonly lines: readonly KnownLine[];
}

/** All that diagnoses stand on. */
export interface SignatureBase {
  /** By gateway. */
  readonly recorded: ReadonlyMap<string, RecordedSignatures>;
  readonly known: ReadonlyMap<string, KnownLines>;
  /** The catalogue by name: what each fault is. */
  readonly faults: ReadonlyMap<string, { readonly summary: string; readonly group: string }>;
}
