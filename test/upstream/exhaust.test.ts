import t from 'tap';
import { startUpstream } from '../../harness/upstream/upstream-process.ts';

// That the kernel kills a program which goes over its limit is shown with a real limit in test/runtimes/docker.

t.test('a program that nobody kills says so, and gives the memory back', async (t) => {
  await using program = await startUpstream();
  await t.rejects(program.control.exhaust(32 * 1024 * 1024), /33554432 bytes were taken, and nobody killed/);
  await t.resolves(program.control.flush(), 'it goes on');
});

t.test('more than any limit of ours is refused, and nothing is taken', async (t) => {
  await using program = await startUpstream();
  await t.rejects(program.control.exhaust(2 ** 40), /bytes must be 1 to 2\^30/);
});
