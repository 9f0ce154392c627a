/**
 * The thread that a load is played in: what else goes on in the process, such as thousands of observations a second, must
 * not make its requests late. It is given a LoadJob, and ends with the load.
 */
import { serialize } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { openThrough } from '../client/open-through.ts';
import { onTheWay } from '../core/on-the-way.ts';
import type { FromLoad, LoadJob, ToLoad } from './load-job.ts';
import { type LoadClients, LoadRun } from './load-run.ts';
import { warmUp } from './warm-up.ts';

/** For so long word of what was received waits for more of it, in milliseconds. */
const TOGETHER = 5;

const job: LoadJob = workerData;
const port = parentPort;
if (!port) throw new Error('this is a thread of the harness, and no program');
const outcome = await play(job, (word, transfer) => port.postMessage(word, transfer));
// A view of a pool's memory must not be moved, and this one is a buffer of its own.
const octets = new Uint8Array(serialize(outcome));
port.postMessage({ kind: 'over', outcome: octets } satisfies FromLoad, [octets.buffer]);
port.close();

async function play(job: LoadJob, tell: (word: FromLoad, transfer?: ArrayBuffer[]) => void) {
  let { fault } = job;
  let { connections, requests } = job.before;
  port?.on('message', (word: ToLoad) => {
    fault = word.fault;
    tell({ kind: 'told' });
  });
  const bodies = new Map<string, number>();
  const received = (id: string, bytes: number) => {
    if (bodies.size === 0) setTimeout(tellReceived, TOGETHER);
    bodies.set(id, bytes);
  };
  const tellReceived = () => {
    tell({ kind: 'received', bodies: [...bodies] });
    bodies.clear();
  };
  const { request } = job.spec;
  const { phase, upstream, step, patience: deadlineMs } = job;
  const target = onTheWay(request.target, job.way);
  const clients: LoadClients = {
    open: () => {
      connections += 1;
      return openThrough(job.listen, job.way, request.client, connections);
    },
    exchange: async (connection, signal) => {
      requests += 1;
      const id = `${phase}-${requests}`;
      const onBody = (bytes: number) => received(id, bytes);
      const about = { phase, id, upstream, fault, step, deadlineMs };
      return await connection.exchange({ ...request, ...about, target, signal, onBody });
    },
    leave: (connection) => connection.destroy(),
    forget: (ids) => tell({ kind: 'forget', ids }),
  };
  await warmUp(job.spec);
  return await new LoadRun(job.spec, clients).toEnd();
}
