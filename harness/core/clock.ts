/**
 * Milliseconds on CLOCK_MONOTONIC, with fractions. The clock is the machine's, not the process's: times taken by the
 * client, the upstream program and the worker compare directly (clock_gettime(2); containers share it with their host).
 */
export function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
