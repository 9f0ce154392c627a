/** What a WebSocket frame is (RFC 6455 section 5.2). */
export interface WebSocketFrame {
  readonly opcode: 'text' | 'binary' | 'close' | 'ping' | 'pong';
  readonly payload: Buffer;
}

const OPCODES = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/**
 * The octets of one frame with FIN set. A client's is `masked`, by a key of zero: its payload then stands on the wire as it
 * is, so that whoever reads there can look for it.
 */
export function websocketFrame({ opcode, payload }: WebSocketFrame, masked: boolean): Buffer {
  const { length } = payload;
  const mask = masked ? 0x80 : 0;
  const size = Buffer.alloc(length < 126 ? 1 : length < 65_536 ? 3 : 9);
  size[0] = mask | (length < 126 ? length : length < 65_536 ? 126 : 127);
  if (size.length === 3) size.writeUInt16BE(length, 1);
  if (size.length === 9) size.writeBigUInt64BE(BigInt(length), 1);
  return Buffer.concat([Buffer.from([0x80 | OPCODES[opcode]]), size, Buffer.alloc(masked ? 4 : 0), payload]);
}

/** The payload of a close frame: the status code and a reason (RFC 6455 section 5.5.1). */
export function closePayload(code: number, reason = ''): Buffer {
  const octets = Buffer.alloc(2);
  octets.writeUInt16BE(code);
  return Buffer.concat([octets, Buffer.from(reason)]);
}
