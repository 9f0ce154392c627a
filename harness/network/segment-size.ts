/** Bytes of payload that fit into a packet of an Ethernet with timestamps on. */
const LARGEST = 1448;
/** Below this the headers outweigh the payload. */
const SMALLEST = 256;
/** Segments that should leave each second, so that nobody who waits for the next one hears nothing for long. */
const EACH_SECOND = 10;

/**
 * The maximum segment size to ask for under a bandwidth limit. On loopback a segment has up to 64 KiB, and a queue can only
 * send it whole: at 8 KiB/s that would be nothing for eight seconds and then all.
 */
export function segmentSize(bytesPerSecond: number): number {
  return Math.round(Math.min(LARGEST, Math.max(SMALLEST, bytesPerSecond / EACH_SECOND)));
}
