import t from 'tap';
import upgrade from '../../harness/rules/upgrade.ts';
import { answer, exchange, factsWith } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

/** What a rule says where the client offered a protocol (null: none) and the gateway switched to one (null: unnamed). */
function judge(id: string, offered: string | null, taken: string | null, raw?: string) {
  const fields = offered === null ? [] : ([['upgrade', offered]] as const);
  const head = `HTTP/1.1 101 Switching Protocols\r\n${taken === null ? '' : `Upgrade: ${taken}\r\n`}\r\n`;
  return judgeRule(upgrade, id, factsWith({ exchanges: [exchange({ fields, raw: raw ?? head })] }));
}

t.test('R-9110-7.8-1: a 101 is for a client that offered the protocol', (t) => {
  t.strictSame(judge('R-9110-7.8-1', 'websocket', 'websocket'), []);
  t.strictSame(judge('R-9110-7.8-1', 'h2c, WebSocket', 'websocket'), []);
  t.match(judge('R-9110-7.8-1', null, 'websocket'), [
    { expected: 'no 101: none was asked for', actual: 'a 101 to websocket' },
  ]);
  t.match(judge('R-9110-7.8-1', null, null), [{ actual: 'a 101' }]);
  t.match(judge('R-9110-7.8-1', 'websocket', 'h2c'), [
    { expected: 'no other protocol than websocket', actual: 'a 101 to h2c' },
  ]);
  t.equal(judge('R-9110-7.8-1', 'websocket', 'websocket, h2c').length, 1);
  t.end();
});

t.test('R-9110-7.8-2: a 101 to a client that offered one says which', (t) => {
  t.match(judge('R-9110-7.8-2', 'websocket', null), [{ actual: 'a 101 without it' }]);
  t.strictSame(judge('R-9110-7.8-2', 'websocket', 'websocket'), []);
  t.strictSame(judge('R-9110-7.8-2', 'websocket', 'h2c'), [], 'the wrong one is for R-9110-7.8-1');
  t.strictSame(judge('R-9110-7.8-2', null, null), [], 'so is one that nobody asked for');
  t.strictSame(judge('R-9110-7.8-1', 'websocket', null), [], 'and the other way round');
  t.end();
});

t.test('any other answer is right for both', (t) => {
  for (const id of ['R-9110-7.8-1', 'R-9110-7.8-2'])
    for (const raw of [answer(200), answer(502), answer(426, { Upgrade: 'h2c' }), ''])
      t.strictSame(judge(id, 'websocket', null, raw), [], `${id} ${raw}`);
  t.end();
});
