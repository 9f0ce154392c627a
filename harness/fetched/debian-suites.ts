/** Debian's releases that versions are fetched from, the oldest first. */
export const DEBIAN_SUITES = ['bookworm', 'trixie', 'sid'] as const;

export type DebianSuite = (typeof DEBIAN_SUITES)[number];
