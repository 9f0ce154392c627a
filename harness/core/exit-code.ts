/** Exit codes of the command line; where several apply: interrupted, usage, broken, failed, nothing, passed. */
export const EXIT = {
  passed: 0,
  /** An expectation or a rule failed. */
  failed: 1,
  /** Bad usage or a bad scenario. */
  usage: 2,
  /** The environment or the harness is broken. */
  broken: 3,
  /** Nothing was selected, or everything was skipped. */
  nothing: 4,
  interrupted: 130,
} as const;
