/** Debian's releases that bases are made of, as `--suite` takes them. */
export const SUITES = ['bookworm', 'trixie', 'sid'] as const;

export type Suite = (typeof SUITES)[number];

/** The suite of our own images: the only one with a Node.js that is new enough. */
export const SUITE_WITH_NODE: Suite = 'sid';
