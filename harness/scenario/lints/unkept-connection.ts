import { upstreamScripts, type WrittenSteps } from '../lint/upstream-scripts.ts';
import { type Lint, rowsOf, type Suspicion } from '../lint.ts';

/** Without `keepalive` a gateway brings each request on a connection of its own, so that no second one is ever read. */
const unkeptConnection: Lint = {
  code: 'unkept-connection',
  summary: 'A connection is scripted to read a second request, and the gateway is not told to keep connections.',
  find: ({ scenario, source }) => {
    const kept = rowsOf(scenario).some(
      ({ variant }) => variant.gateway !== null || variant.settings.keepalive || variant.settings.http2,
    );
    return kept ? [] : upstreamScripts(source.value).flatMap(secondRead);
  },
};

export default unkeptConnection;

function secondRead({ of, path, steps }: WrittenSteps): Suspicion[] {
  const reads = steps.flatMap(({ name, value }, index) =>
    name === 'read' && (value === 'request' || value === 'head') ? [index] : [],
  );
  const second = reads[1];
  if (of !== 'connection' || second === undefined) return [];
  const message = 'nobody reaches this: without keep-alive a connection brings one request';
  return [{ path: [...path, second], row: null, message, hint: 'add `gateway: { keepalive: true }`' }];
}
