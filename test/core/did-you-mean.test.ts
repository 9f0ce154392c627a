import t from 'tap';
import { didYouMean, nearest } from '../../harness/core/did-you-mean.ts';

const WORDS = ['status', 'body', 'tag', 'nginx', 'reset-mid-body', 'reset-after-accept'];

t.test('a typing error finds the word that was meant', (t) => {
  t.equal(nearest('statsu', WORDS), 'status');
  t.equal(nearest('Status', WORDS), 'status');
  t.equal(nearest('op-82', ['TWIN', 'OP-28']), 'OP-28', 'capitals or not');
  t.equal(nearest('tga', WORDS), 'tag');
  t.equal(nearest('ngnix', WORDS), 'nginx');
  t.equal(nearest('reset-mid-boddy', WORDS), 'reset-mid-body');
  t.equal(nearest('reset-after', WORDS), 'reset-after-accept', 'the beginning alone');
  t.end();
});

t.test('a word that is near to none is not mistaken for one', (t) => {
  for (const word of ['frobnicate', 'tax-free', 'x', '', 'sleep']) t.equal(nearest(word, WORDS), undefined, word);
  t.end();
});

t.test('the hint names the nearest word, or else the valid ones, not too many', (t) => {
  t.equal(didYouMean('boddy', WORDS), 'did you mean "body"?');
  t.equal(didYouMean('frobnicate', ['a', 'b'], 'keys'), 'keys: a, b');
  t.equal(didYouMean('frobnicate', [], 'keys'), 'keys: none');
  const many = Array.from({ length: 30 }, (_, index) => `w${index}`);
  t.match(didYouMean('frobnicate', many), /^valid: w0, .*w23, and 6 more$/);
  t.end();
});
