import { once } from 'node:events';
import { createServer } from 'node:net';
import { execa } from 'execa';
import t from 'tap';
import { matchesGolden } from '../support/golden.ts';
import { Hand } from './hand.ts';
import { RawPeer } from './raw-peer.ts';
import { MAIN, startProgramIn } from './start-program.ts';

t.test('the first upstream has the fault, the others are healthy', async (t) => {
  await using hand = await Hand.start('--fault', '{"fault":"close-mid-body","after":"100B","length":"1KiB"}');
  using peer = await RawPeer.asking(hand.app);
  t.equal(await peer.ended, 'fin');
  t.match(peer.text, 'Content-Length: 1024\r\n');
  t.ok(peer.text.endsWith(`\r\n\r\n${'x'.repeat(100)}`));
  const { upstreams } = (await hand.get('/')).body;
  t.equal(upstreams?.app?.fault, 'close-mid-body (after: 100B, length: 1KiB)');
  t.equal(upstreams?.other?.fault, 'healthy');
});

t.test('the fault may be in the environment, and an empty one is none', async (t) => {
  for (const [fault, status] of [
    ['never-answers', 'never-answers'],
    ['', 'healthy'],
  ] as const) {
    await using program = await startProgramIn({ env: { FAULT: fault } }, '--upstream', 'app=127.0.0.1:0');
    const answer = await fetch(`http://${program.control}/`);
    t.match(await answer.json(), { upstreams: { app: { fault: status } } });
  }
});

t.test('without an upstream on the command line the environment is not asked', async (t) => {
  await using program = await startProgramIn({ env: { FAULT: 'nonsense' } });
  t.match(program.control, /:\d+$/);
});

/** What a person may get wrong. */
const WRONG: readonly (readonly string[])[] = [
  ['--upstream', 'app=127.0.0.1:0', '--fault', 'reset-midbody'],
  ['--upstream', 'app=127.0.0.1:0', '--fault', '{ fault: body-stalls, after: 512 }'],
  ['--upstream', 'app=127.0.0.1:0', '--fault', '{ fault: body-stalls, lenght: 4KiB }'],
  ['--upstream', 'app=127.0.0.1:0', '--fault', '{ after: 512B }'],
  ['--upstream', 'app=127.0.0.1:0', '--fault', '[never-answers]'],
  ['--upstream', 'app=127.0.0.1:0', '--fault', '{ fault: '],
  ['--upstream', 'app=127.0.0.1:0', '--fault', 'firewall-drop'],
  ['--upstream', 'app=127.0.0.1:0', '--fault', 'dns-nxdomain'],
  ['--upstream', 'app=127.0.0.1:0', '--fault', 'process-frozen'],
  ['--fault', 'never-answers'],
  ['--upstream', 'app'],
  ['--upstream', 'app=3000'],
  ['--upstream', 'app=127.0.0.1:0', '--upstream', 'app=127.0.0.1:0'],
  ['--control', 'nowhere'],
  ['--upstraem', 'app=127.0.0.1:0'],
];

t.test('what cannot be meant is told in one line, with exit code 2', async (t) => {
  const told = WRONG.map(async (args) => {
    const { exitCode, stderr, stdout } = await execa(process.execPath, [MAIN, ...args], {
      reject: false,
      stdin: 'ignore',
    });
    t.equal(exitCode, 2, args.join(' '));
    t.equal(stdout, '');
    t.equal(stderr.split('\n').length, 1);
    return [`$ node main.ts ${args.join(' ')}`, stderr, ''].join('\n');
  });
  matchesGolden(t, 'upstream/wrong-usage.txt', (await Promise.all(told)).join('\n'));
});

t.test('an address that is taken is the fault of the machine: exit code 3', async (t) => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  t.teardown(() => taken.close());
  const address = taken.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const { exitCode, stderr } = await execa(process.execPath, [MAIN, '--upstream', `app=127.0.0.1:${port}`], {
    reject: false,
    stdin: 'ignore',
  });
  t.equal(exitCode, 3);
  t.equal(stderr, `gatecrash upstream: listen EADDRINUSE: address already in use 127.0.0.1:${port}`);
});
