import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { answersOk } from '../../harness/core/answers-ok.ts';

t.test('only a 200 for the very path counts', async (t) => {
  const server = createServer((request, response) => {
    response.statusCode = request.url === '/ready' ? 200 : 404;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  t.equal(await answersOk({ host: '127.0.0.1', port }, '/ready'), true);
  t.equal(await answersOk({ host: '127.0.0.1', port }, '/'), false);
});

t.test('where nobody listens there is no answer', async (t) => {
  t.equal(await answersOk({ host: '127.0.0.1', port: 1 }, '/ready'), false);
});
