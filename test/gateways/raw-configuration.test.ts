import t from 'tap';
import type { Gateway } from '../../harness/core/gateway.ts';
import { rawConfiguration } from '../../harness/core/raw-configuration.ts';
import { rawOptions } from '../../harness/core/raw-options.ts';
import { loadFolder } from '../../harness/core/registry.ts';
import { exampleSetup } from './setups.ts';

const gateways = await loadFolder<Gateway>('gateways');

/** All that a gateway is given to start with, where `name` is given a text. */
function given(gateway: Gateway, name: string): string {
  const setup = exampleSetup({ configuration: { [name]: '{ "of-our-own": 1 }' } });
  // What is handed to a program of ours holds the settings as they are.
  return Object.values(gateway.launch(setup).files)
    .map((text) => text.replaceAll('\\"', '"'))
    .join('\n');
}

t.test('text is put into the configuration of the gateway that it is for, and into no other', (t) => {
  const taking = gateways.filter(({ raw }) => raw !== undefined);
  t.ok(taking.length >= 15, 'nearly all take some');
  for (const gateway of taking) t.match(given(gateway, gateway.name), /\{ "of-our-own": 1 \}/, gateway.name);
  for (const gateway of gateways.filter(({ embedded }) => !embedded))
    t.notMatch(given(gateway, 'somebody-else'), /of-our-own/, gateway.name);
  t.end();
});

t.test('text keeps its lines, each as far in as its place asks for', (t) => {
  const configuration = { nginx: 'map $a $b {\n  x y;\n\n}\n\n' };
  t.equal(rawConfiguration({ configuration }, 'nginx', '  '), '  map $a $b {\n    x y;\n\n  }\n');
  t.equal(rawConfiguration({ configuration }, 'haproxy', '  '), '');
  t.equal(rawConfiguration({}, 'nginx'), '');
  t.end();
});

t.test('the options of a library are a JSON object, or it does not start', (t) => {
  const of = (text: string) => () => rawOptions({ configuration: { 'http-proxy': text } }, 'http-proxy');
  t.same(of('{ "xfwd": true }')(), { xfwd: true });
  t.same(rawOptions({}, 'http-proxy'), {});
  t.throws(of('xfwd: true'), /JSON/);
  for (const text of ['[]', 'null', '3']) t.throws(of(text), /must be a JSON object of options/);
  t.end();
});
