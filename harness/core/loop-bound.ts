/**
 * After so many connections an upstream that is the gateway itself leads no further one back to it, so that no gateway can
 * run away with the machine. It is more than any gateway's own limit that we know of.
 */
export const LOOP_BOUND = 32;
