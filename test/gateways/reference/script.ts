import type { RawPeer } from './raw-peer.ts';

/** What the upstream does on its n-th connection, from 1. */
export type Script = (peer: RawPeer, ordinal: number) => unknown;

/** Timeouts to wait for. */
export const SHORT = { connect: 400, read: 400 };
/** The simplest request that lets the gateway close. */
export const GET = 'GET / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n';
/** One that does not. */
export const KEPT = 'GET / HTTP/1.1\r\nHost: test\r\n\r\n';
/** A request without a body that lets the gateway close. */
export const request = (method: string, path: string) =>
  `${method} ${path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n${method === 'POST' ? 'Content-Length: 0\r\n' : ''}\r\n`;
/** A healthy answer. */
export const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

/** A script that answers the first request with this text and then closes, resets, or holds the connection. */
export function answer(text: string, end: 'fin' | 'rst' | 'hold' = 'hold'): Script {
  return async (peer) => {
    await peer.until('\r\n\r\n');
    await peer.send(text);
    if (end === 'fin') peer.fin();
    if (end === 'rst') peer.reset();
  };
}

/** Answers every request on a connection, and names the connection. */
export const healthy: Script = async (peer, ordinal) => {
  for (let nth = 1; ; nth++) {
    await peer.until((received) => received.split('\r\n\r\n').length > nth);
    await peer.send(`HTTP/1.1 200 OK\r\nX-Connection: ${ordinal}\r\nContent-Length: 2\r\n\r\nok`);
  }
};
