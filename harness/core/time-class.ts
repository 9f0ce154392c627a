/** The classes, from the shortest time to none. */
export const TIME_CLASSES = ['at-once', 'connect-timeout', 'read-timeout', 'later', 'hung'] as const;

/**
 * How long an answer took, as a class, so that two runs say the same. `at-once`: sooner than any timeout of the gateway;
 * `connect-timeout` and `read-timeout`: about one of them, where no connection, or one, had reached an upstream; `later`: longer than that; `hung`: it never ended.
 */
export type TimeClass = (typeof TIME_CLASSES)[number];
