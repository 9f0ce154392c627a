import type { Connection } from './connection.ts';
import { unreadBytes } from './unread-bytes.ts';

/** Between two looks, in milliseconds: nothing tells Node of bytes that it leaves unread, so it has to be polled. */
const LOOK_EVERY = 5;

/** Stops reading, and waits until bytes lie in the kernel's receive buffer; as long as the connection lasts. */
export async function arriveUnread({ wire, waits }: Connection): Promise<void> {
  wire.stopReading();
  for (;;) {
    const { bytes, peerGone } = await unreadBytes(wire);
    wire.unread = bytes > 0;
    if (wire.unread) return;
    // Only a reader is told that the peer is gone.
    if (peerGone) wire.startReading();
    await waits.until(() => false, LOOK_EVERY);
  }
}
