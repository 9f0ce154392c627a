// Speaks the protocol of testcontainers' reaper (github.com/testcontainers/moby-ryuk): a filter a line, each acknowledged;
// when the last connection is gone, what carries the labels is removed through the engine's socket.
import { request } from 'node:http';
import { createServer } from 'node:net';
import { hostname } from 'node:os';
import { json } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';

const filters = new Set();
let connections = 0;

const server = createServer((socket) => {
  connections += 1;
  socket.on('error', () => {});
  socket.setEncoding('utf8').on('data', (text) => {
    for (const line of text.split(/\r?\n/).filter(Boolean)) {
      filters.add(new URLSearchParams(line).get('label'));
      socket.write('ACK\n');
    }
  });
  socket.once('close', () => {
    connections -= 1;
    if (connections === 0) void reap();
  });
});
server.listen(8080, () => console.log('Started'));

async function reap() {
  for (const label of filters) {
    const query = `?all=true&filters=${encodeURIComponent(JSON.stringify({ label: [label] }))}`;
    const containers = await ask('GET', `/containers/json${query}`);
    // The reaper has the label of the session as well.
    for (const { Id } of containers) {
      if (!Id.startsWith(hostname())) await ask('DELETE', `/containers/${Id}?force=true&v=true`);
    }
    // A network goes when the last container has left it, which takes the engine a moment.
    for (let networks = [null], tries = 0; networks.length > 0 && tries < 300; tries += 1) {
      networks = await ask('GET', `/networks${query}`);
      for (const { Id } of networks) await ask('DELETE', `/networks/${Id}`);
      await pause(100);
    }
  }
  process.exit(0);
}

function ask(method, path) {
  return new Promise((resolve, reject) => {
    request({ socketPath: '/var/run/docker.sock', method, path }, (answer) => {
      const { statusCode = 0 } = answer;
      if (statusCode === 200) json(answer).then(resolve, reject);
      else answer.resume().once('end', () => resolve([]));
    })
      .once('error', reject)
      .end();
  });
}
