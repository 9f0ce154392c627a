import { once } from 'node:events';
import { connect } from 'node:net';
import t from 'tap';
import processOutOfMemory from '../../harness/faults/process-out-of-memory.ts';
import { programInImage } from '../../harness/images/program-in-image.ts';
import { UpstreamControl } from '../../harness/upstream/control-client.ts';
import { dockerOr, runContainer, testImage } from '../support/docker.ts';
import { engineOrSkip } from '../support/engine-or-skip.ts';

t.setTimeout(120_000);

const skip = await engineOrSkip('upstream');
const LIMIT = 128 * 1024 * 1024;

t.test(
  'process-out-of-memory: the kernel kills the program in mid-request, and its peer sees a FIN',
  { skip },
  async (t) => {
    const docker = await dockerOr(t);
    if (!docker) return;
    const image = await testImage(docker, 'upstream');
    const command = ['node', programInImage('upstream/main'), '--detached', '--control', '0.0.0.0:9000'];
    const create = { Image: image, Cmd: command, HostConfig: { Memory: LIMIT, MemorySwap: LIMIT } };
    await using container = await runContainer(docker, { create, ready: /"control"/ });
    const effect = processOutOfMemory.effect({});
    if (effect.place !== 'process' || !effect.script) throw new Error(effect.place);
    const control = await UpstreamControl.connect(`${container.address}:9000`);
    const waiting = Promise.withResolvers<void>();
    control.onObservation((event) => event.kind === 'waiting' && waiting.resolve());
    await control.put('app', { listen: { host: '0.0.0.0', port: 3000 }, script: effect.script });
    const peer = connect(3000, container.address);
    const received: Buffer[] = [];
    peer.on('data', (bytes: Buffer) => received.push(bytes));
    peer.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await waiting.promise;
    t.notOk(peer.readableEnded, 'nothing happens before the memory is taken');
    const ended = once(peer, 'end');
    await control.exhaust(2 * LIMIT);
    await ended;
    t.same(Buffer.concat(received), Buffer.alloc(0), 'a FIN, and not a byte');
    // The FIN is the kernel's, at once; the engine writes the death down a moment later.
    await docker.getContainer(container.id).wait();
    const { State } = await docker.getContainer(container.id).inspect();
    t.match(State, { OOMKilled: true, ExitCode: 137 });
    t.ok(processOutOfMemory.fired({ observations: [], probes: [] }), 'a request alone is no kill');
    await control.close();
  },
);
