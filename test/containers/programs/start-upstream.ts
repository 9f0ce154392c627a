/**
 * A test program that does not clean up after itself: it starts an upstream (`keep`: one that is to be kept), prints the
 * container's id, and ends when its standard input does.
 */
import { FaultyUpstreamContainer } from '../../../harness/containers/index.ts';

const upstream = new FaultyUpstreamContainer();
if (process.argv[2] === 'keep') upstream.withAutoCleanup(false);
const started = await upstream.start();
process.stdout.write(`${started.getId()}\n`);
process.stdin.resume();
