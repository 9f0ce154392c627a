import t from 'tap';
import { startRig } from './rig.ts';
import { answer, OK } from './script.ts';

t.jobs = 4;

const HOST = 'Host: test\r\nConnection: close\r\n';
const length = (octets: number) => `POST / HTTP/1.1\r\n${HOST}Content-Length: ${octets}\r\n\r\n`;

t.test('a body that ends with the connection is cut when the upstream resets on what we upload', async (t) => {
  await using rig = await startRig(async (peer) => {
    await peer.until('\r\n\r\n');
    peer.pause();
    await peer.send('HTTP/1.1 200 OK\r\n\r\nhello');
    peer.destroy();
  });
  for (let time = 0; time < 5; time++) {
    const client = await rig.client();
    await client.send(length(1_000_000) + 'x'.repeat(1_000_000));
    t.equal(await client.ended(), 'fin');
    t.notMatch(client.received, /\r\n0\r\n\r\n$/);
    client.destroy();
  }
});

t.test('an early answer comes through while the client uploads, and the rest of the upload goes on', async (t) => {
  const size = 1_000_000;
  await using rig = await startRig(answer(OK));
  const client = await rig.client();
  await client.send(length(size));
  await client.until('ok');
  await client.send('x'.repeat(size - 3));
  await client.send('end');
  await (await rig.connection(1)).until(/xend$/);
  t.equal(await client.ended(), 'fin');
});

t.test('a client whose upload the upstream still reads is kept, and so its next request is served', async (t) => {
  const size = 1_000_000;
  await using rig = await startRig(answer(OK));
  const client = await rig.client();
  await client.send(length(size).replace('Connection: close\r\n', ''));
  await client.until('ok');
  t.notMatch(client.received, /connection: close/i);
  await client.send('x'.repeat(size));
  await client.send(`GET / HTTP/1.1\r\n${HOST}\r\n`);
  await client.until(/ok[\s\S]*ok$/);
  t.equal(await client.ended(), 'fin');
});

for (const size of [1_000_000, 8_000_000]) {
  t.test(`a 413 comes through from an upstream that closes unread on ${size} octets`, async (t) => {
    await using rig = await startRig(async (peer) => {
      await peer.until('\r\n\r\n');
      peer.pause();
      await peer.send('HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno');
      peer.destroy();
    });
    for (let time = 0; time < 5; time++) {
      const client = await rig.client();
      await client.send(length(size) + 'x'.repeat(size));
      t.equal(await client.ended(), 'fin');
      t.match(client.received, /^HTTP\/1.1 413 [\s\S]*no$/);
      client.destroy();
    }
  });
}

t.test('a dead upstream is a 502 that a client can read which is still uploading', async (t) => {
  await using rig = await startRig((peer) => peer.reset());
  const client = await rig.client();
  const size = 8_000_000;
  await client.send(length(size).replace('Connection: close\r\n', '') + 'x'.repeat(size));
  t.equal(await client.ended(), 'fin');
  t.match(client.received, /^HTTP\/1.1 502 [\s\S]*\r\nConnection: close\r\n/);
});
