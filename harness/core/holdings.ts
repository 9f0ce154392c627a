/** What the processes of a gateway hold: of each thing the most that any one of them has. */
export interface Holdings {
  /** Open file descriptors, sockets among them. */
  readonly descriptors: number;
  /** Octets of memory that are resident, and the most that ever were. */
  readonly resident: number;
  readonly peak: number;
}

/** Descriptors beyond those at the begin that are no leak: a pool keeps some, a log is opened late. */
export const SPARE_DESCRIPTORS = 10;
