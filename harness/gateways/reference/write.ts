import type { Socket } from 'node:net';

/**
 * Hands octets to the kernel and resolves when it has taken them all: true. When the socket broke or was closed before
 * that: false. Never rejects.
 */
export function write(socket: Socket, bytes: Buffer): Promise<boolean> {
  if (socket.destroyed) return Promise.resolve(false);
  return new Promise((resolve) => {
    const closed = () => resolve(false);
    socket.once('close', closed);
    socket.write(bytes, (error) => {
      socket.off('close', closed);
      resolve(!error);
    });
  });
}
