import { once } from 'node:events';
import { connect } from 'node:net';
import t from 'tap';
import { startProgram } from './start-program.ts';

t.test('the program ends when its standard input ends', async (t) => {
  await using program = await startProgram();
  const exited = once(program.child, 'exit');
  program.child.stdin?.end();
  t.same(await exited, [0, null]);
});

t.test('detached, it goes on without its standard input, and ends with SIGTERM', async (t) => {
  await using program = await startProgram('--detached');
  program.child.stdin?.end();
  const [host, port] = program.control.split(':');
  const socket = connect({ host, port: Number(port) });
  await once(socket, 'connect');
  socket.destroy();
  const exited = once(program.child, 'exit');
  program.child.kill('SIGTERM');
  t.same(await exited, [0, null], 'by itself, as process 1 of a container has to');
});

t.test('its control listens where it is told to', async (t) => {
  await using program = await startProgram('--control', '127.0.0.9:0');
  t.match(program.control, /^127\.0\.0\.9:\d+$/);
});
