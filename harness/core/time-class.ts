/** The classes, from the shortest time to none. */
export const TIME_CLASSES = ['at-once', 'connect-timeout', 'read-timeout', 'later', 'hung'] as const;

/**
 * How long an answer took, as a class, so that two runs say the same. `at-once`: in less than half of any timeout of the
 * gateway; `connect-timeout` and `read-timeout`: about one of them, where no connection, or one, had reached an upstream;
 * `later`: longer than that; `hung`: it never ended. It is told by the time alone: something else of the gateway may take as
 * long as its timeout.
 */
export type TimeClass = (typeof TIME_CLASSES)[number];
