import t from 'tap';
import { now } from '../../harness/core/clock.ts';
import type { Told } from '../../harness/core/told.ts';
import { Story, type StoryLine } from '../../harness/up/story.ts';
import { storyText } from '../../harness/up/story-text.ts';
import { matchesGolden } from '../support/golden.ts';

/** One request that an upstream cuts, as it is told over ways of different length. */
function tale(at: number): Told[] {
  const seen = { upstream: 'app', connection: 3 } as const;
  return [
    { from: 'gateway', at: at + 5, line: 'upstream prematurely closed \u001b[31mconnection' },
    { from: 'client', at, guest: { connection: 1, kind: 'opened' } },
    {
      from: 'client',
      at: at + 1,
      guest: { connection: 1, kind: 'asked', nth: 1, method: 'GET', target: '/a', version: '1.1' },
    },
    {
      from: 'client',
      at: at + 6,
      guest: {
        connection: 1,
        kind: 'answered',
        nth: 1,
        status: 502,
        reason: 'Bad Gateway',
        bodyBytes: 157,
        complete: true,
        ms: 5,
      },
    },
    {
      from: 'client',
      at: at + 9,
      guest: { connection: 1, kind: 'ended', by: 'client-fin', sent: 70, received: 300, unanswered: 0 },
    },
    { from: 'upstream', at: at + 2, seen: { ...seen, at: at + 2, kind: 'connection', remotePort: 1, scripted: true } },
    {
      from: 'upstream',
      at: at + 3,
      seen: { ...seen, at: at + 3, kind: 'sent', octets: 'HTTP/1.1 200 OK\r\n', cut: false },
    },
    {
      from: 'upstream',
      at: at + 3.5,
      seen: { ...seen, at: at + 3.5, kind: 'step', index: 1, step: 'respond', last: false },
    },
    {
      from: 'upstream',
      at: at + 4,
      seen: { ...seen, at: at + 4, kind: 'closed', by: 'our-rst', received: 70, sent: 17 },
    },
    { from: 'gateway', at: at + 20, exit: { code: null, signal: 'SIGSEGV' } },
  ];
}

/** The clock on the wall is another one on every machine. */
function fixed(lines: readonly StoryLine[]): StoryLine[] {
  return lines.map((line, index) => ({ ...line, time: new Date(2026, 10, 23, 4, 5, 6, 7 + index) }));
}

t.test('what is told late is put where it happened, in words, and nothing steers the terminal', (t) => {
  const story = new Story();
  const lines: StoryLine[] = [];
  const stop = story.follow((line) => lines.push(line));
  const told = tale(now() - 1000);
  for (const one of told) story.hear(one);
  story.say('app is now: healthy\nand a second line');
  t.same(lines, [], 'they wait for those that come later');
  story.flush();
  const text = (colors: boolean) =>
    `${fixed(lines)
      .map((line) => storyText(line, { colors }))
      .join('\n')}\n`;
  matchesGolden(t, 'up/story.txt', text(false));
  matchesGolden(t, 'up/story-in-colours.txt', text(true));
  t.equal(lines.length, told.length, 'a step says nothing new, and what the person did was added');
  const [first, second] = lines;
  t.ok(
    first && second && Math.abs(second.time.getTime() - first.time.getTime() - 1) <= 2,
    'times are those of the events',
  );
  stop();
  story.say('nobody hears this');
  story.flush();
  t.equal(lines.length, told.length);
  t.end();
});

t.test('without a flush they come after a moment', async (t) => {
  const story = new Story();
  const line = new Promise<StoryLine>((resolve) => story.follow(resolve));
  story.say('hello');
  t.equal((await line).text, 'hello');
});
