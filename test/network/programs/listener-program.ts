import { listenRaw } from './raw-listener.ts';

// A raw listener as a program, so that it can stand in another network namespace and be stopped by a signal. Arguments: host,
// port, backlog. Prints a line when it listens.

const [host = '', port = '', backlog = '511'] = process.argv.slice(2);
await listenRaw(host, Number(port), Number(backlog));
process.stdout.write('listening\n');
