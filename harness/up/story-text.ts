import { styleText } from 'node:util';
import type { Screen } from '../core/reporter.ts';
import type { StoryLine, Teller } from './story.ts';

const COLOURS = { client: 'cyan', gateway: 'yellow', upstream: 'magenta', you: 'bold' } as const satisfies Record<
  Teller,
  Parameters<typeof styleText>[0]
>;

/** As wide as the longest teller. */
const WIDTH = Math.max(...Object.keys(COLOURS).map(({ length }) => length));

/** A line as it is shown: the local time to the millisecond, who, and what; who is told by the word, not by colour alone. */
export function storyText({ time, from, text }: StoryLine, { colors }: Pick<Screen, 'colors'>): string {
  const paint = (words: string) => (colors ? styleText(COLOURS[from], words, { validateStream: false }) : words);
  const stamp = clockTime(time);
  const [first = '', ...more] = text.split('\n');
  const indent = ' '.repeat(stamp.length + WIDTH + 4);
  return [`${stamp}  ${paint(from.padEnd(WIDTH))}  ${first}`, ...more.map((line) => `${indent}${line}`)].join('\n');
}

function clockTime(time: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':');
  return `${clock}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}
