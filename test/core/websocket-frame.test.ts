import t from 'tap';
import { closePayload, websocketFrame } from '../../harness/core/websocket-frame.ts';

const hex = (opcode: Parameters<typeof websocketFrame>[0]['opcode'], payload: Buffer, masked = false) =>
  websocketFrame({ opcode, payload }, masked).toString('hex');

t.test('frames are those of RFC 6455, section 5.7', (t) => {
  t.equal(hex('text', Buffer.from('Hello')), '810548656c6c6f');
  t.equal(hex('text', Buffer.from('Hello'), true), '81850000000048656c6c6f', 'masked with zeros');
  t.equal(hex('ping', Buffer.from('Hello')), '890548656c6c6f');
  t.match(hex('binary', Buffer.alloc(256)), /^827e0100/);
  t.match(hex('binary', Buffer.alloc(65_536)), /^827f0000000000010000/);
  t.equal(hex('close', closePayload(1001, 'bye')), '880503e9627965');
  t.end();
});
