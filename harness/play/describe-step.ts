import type { Step } from '../core/scenario.ts';

/** What a step does, in a few words for whoever watches. */
export function describeStep(step: Step): string {
  if (step.kind === 'set') return `${step.path}: set ${Object.keys(step.set).join(', ')}`;
  if (step.kind === 'parallel') return `${step.path}: ${step.branches.length} in parallel`;
  if (step.kind === 'repeat') return `${step.path}: ${step.times} times`;
  if (step.kind === 'gateway') return `${step.path}: gateway: ${step.action}`;
  if (step.kind === 'signal') return `${step.path}: signal ${step.signal}`;
  if (step.kind === 'await') return `${step.path}: await ${'log' in step.what ? 'the log' : step.what.signal}`;
  if (step.kind === 'load') return `${step.path}: ${step.load.rate} requests a second for ${step.load.duration} ms`;
  const times = step.kind === 'request' && step.times > 1 ? ` x ${step.times}` : '';
  return `${step.path}: ${step.kind === 'until' ? 'until ' : ''}${step.request.method} ${step.request.target}${times}`;
}
