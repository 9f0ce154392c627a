import { StringDecoder } from 'node:string_decoder';

/** The lines of a stream as they become whole. A last line without its end is passed over: its writer died in it. */
export async function* lines(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of stream) {
    const [first = '', ...more] = decoder.write(chunk).split('\n');
    rest += first;
    for (const piece of more) {
      yield rest;
      rest = piece;
    }
  }
}
