/**
 * A program: reads container ids from its standard input, one a line, until that ends with the process that holds its
 * other end, and then removes those of them that are still there.
 */
import { text } from 'node:stream/consumers';

const ids = (await text(process.stdin)).split('\n').filter(Boolean);
if (ids.length > 0) {
  const { getContainerRuntimeClient } = await import('testcontainers');
  const { container } = await getContainerRuntimeClient();
  // One that was stopped in the meantime is gone, which is what is wanted.
  await Promise.allSettled(ids.map((id) => container.dockerode.getContainer(id).remove({ force: true, v: true })));
}
