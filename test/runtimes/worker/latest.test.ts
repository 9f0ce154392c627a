import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import { Latest } from '../../../harness/runtimes/worker/latest.ts';

t.test('of many words in a row the last is handed on', async (t) => {
  const first = Promise.withResolvers<string>();
  using latest = new Latest(first.resolve);
  for (const word of ['healthy twin', 'starting nginx', 'steps.1: GET /']) latest.say(word);
  t.equal(await first.promise, 'steps.1: GET /');
});

t.test('a word that comes later is handed on as well', async (t) => {
  const told: string[] = [];
  const words = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  using latest = new Latest((word) => words[told.push(word) - 1]?.resolve());
  latest.say('steps.1: GET /');
  await words[0]?.promise;
  latest.say('aftermath');
  await words[1]?.promise;
  t.same(told, ['steps.1: GET /', 'aftermath']);
});

t.test('what is over at once is not told', async (t) => {
  const told: string[] = [];
  {
    using latest = new Latest((word) => told.push(word));
    latest.say('healthy twin');
  }
  await pause(500);
  t.same(told, []);
});
