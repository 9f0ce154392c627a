import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { decode, encode } from 'dns-packet';
import type { Address } from '../../harness/core/gateway.ts';

/** What a name server says to every question: an IPv4 address with TTL 0, that there is no such name, or nothing. */
export type NameAnswer = { readonly a: string } | 'NXDOMAIN' | 'silence';

/** A DNS server over UDP that says what it is told. */
export interface NameServer extends AsyncDisposable {
  answer: NameAnswer;
  /** Questions so far, as `A app.test`. */
  readonly questions: readonly string[];
}

/** Starts one; questions for anything but IPv4 addresses find the name without data (RFC 2308, section 2.2). */
export async function startNameServer({ host, port }: Address): Promise<NameServer> {
  const questions: string[] = [];
  const state: { answer: NameAnswer } = { answer: 'silence' };
  const socket = createSocket('udp4', (message, peer) => {
    const { id = 0, questions: [question] = [] } = decode(message);
    if (question === undefined) return;
    questions.push(`${question.type} ${question.name}`);
    const { answer } = state;
    if (answer === 'silence') return;
    const found = answer !== 'NXDOMAIN' && question.type === 'A' ? answer.a : null;
    const response = encode({
      type: 'response',
      id,
      // RFC 1035, section 4.1.1: recursion was available, and RCODE 3 is the name error.
      flags: 0x0180 | (answer === 'NXDOMAIN' ? 3 : 0),
      questions: [question],
      answers: found === null ? [] : [{ type: 'A', name: question.name, ttl: 0, data: found }],
    });
    socket.send(response, peer.port, peer.address);
  });
  socket.bind(port, host);
  await once(socket, 'listening');
  return {
    questions,
    get answer() {
      return state.answer;
    },
    set answer(answer) {
      state.answer = answer;
    },
    async [Symbol.asyncDispose]() {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
}
