import type { ControlRequest } from './control-request.ts';
import type { Program } from './program.ts';

/** The status of a program for a person who looks, with the commands that change it. */
export function statusFor(program: Program, { host }: ControlRequest): object {
  const [name = 'NAME'] = program.names;
  return {
    ...program.status(),
    help: {
      'all faults': `curl ${host}/faults`,
      'put one on': `curl -X PUT ${host}/upstreams/${name}/fault -d never-answers`,
      'with parameters': `curl -X PUT ${host}/upstreams/${name}/fault -d '{ fault: reset-mid-body, after: 1KiB }'`,
      'take it away': `curl -X PUT ${host}/upstreams/${name}/fault -d healthy`,
      'watch what comes': `curl -N ${host}/observations`,
    },
  };
}
