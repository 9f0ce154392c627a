import { EXIT } from '../core/exit-code.ts';

/**
 * Turns Ctrl-C and SIGTERM into an abort, so that a run still ends in order and writes its reports. A second one gives up
 * at once; the sandboxes die with this process, and the next run sweeps what is left on disk.
 */
export function onInterrupt(say: (text: string) => void): AbortSignal & Disposable {
  const controller = new AbortController();
  const handle = () => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    say('stopping; once more to force');
    controller.abort(new Error('interrupted'));
  };
  for (const signal of SIGNALS) process.on(signal, handle);
  return Object.assign(controller.signal, {
    [Symbol.dispose]: () => {
      for (const signal of SIGNALS) process.off(signal, handle);
    },
  });
}

const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
