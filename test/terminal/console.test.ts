import { PassThrough } from 'node:stream';
import t from 'tap';
import type { Screen } from '../../harness/core/reporter.ts';
import { openConsole } from '../../harness/terminal/console.ts';

/** A console of which both streams end in one terminal, as they do on a desk. */
function desk(screen: Partial<Screen> = {}) {
  const terminal = Object.assign(new PassThrough(), { isTTY: screen.tty !== false });
  const errors: Error[] = [];
  const facts = { tty: true, width: 40, colors: false, ...screen };
  const console = openConsole({ stdout: terminal, stderr: terminal, screen: facts }, (error) => errors.push(error));
  return { console, errors, read: () => String(terminal.read() ?? '') };
}

/** What a terminal shows after these octets: line feeds, erased lines and cursor moves are all that is understood. */
function shown(octets: string): string {
  const lines = [''];
  let row = 0;
  for (const [token] of octets.matchAll(/\x1b\[\??(\d*)([A-Za-z])|\n|[^\x1b\n]+/g)) {
    const move = /^\x1b\[\??(\d*)([A-Za-z])$/.exec(token);
    if (move?.[2] === 'A') row = Math.max(0, row - Number(move[1] || 1));
    else if (move?.[2] === 'B') row += Number(move[1] || 1);
    else if (move?.[2] === 'K' && move[1] === '2') lines[row] = '';
    else if (token === '\n') row += 1;
    else if (!move) lines[row] = (lines[row] ?? '') + token;
    lines[row] ??= '';
  }
  return lines.join('\n').trimEnd();
}

t.test('what is written stands above the live area, which stays last', async (t) => {
  const { console, read } = desk();
  console.status(['1/3 cases', '  one: starting']);
  console.out('first failure\n');
  console.status(['2/3 cases']);
  console.err('a warning\n');
  t.equal(shown(read()), 'first failure\na warning\n2/3 cases');
});

t.test('a live area that was cleared leaves nothing behind', async (t) => {
  const { console, read } = desk();
  console.status(['1/3 cases', '  one: starting', '  two: starting']);
  console.status([]);
  console.out('the end\n');
  t.equal(shown(read()), 'the end');
});

t.test('a line wider than the screen is cut, since one that wraps would be erased by half', async (t) => {
  const { console, read } = desk({ width: 20 });
  console.status([`  ${'x'.repeat(60)}`]);
  t.equal(shown(read()), `  ${'x'.repeat(16)}…`);
});

t.test('without a terminal there is no live area and no escape code', async (t) => {
  const { console, read } = desk({ tty: false });
  console.status(['1/3 cases']);
  console.out('result\n');
  t.equal(read(), 'result\n');
});

t.test('a terminal on stdout alone puts no escape code into the file on stderr', async (t) => {
  const [stdout, stderr] = [Object.assign(new PassThrough(), { isTTY: true }), new PassThrough()];
  const console = openConsole({ stdout, stderr, screen: { tty: true, width: 40, colors: false } }, () => {});
  console.status(['1/3 cases']);
  console.out('result\n');
  t.equal(String(stdout.read()), 'result\n');
  t.equal(stderr.read(), null);
});
