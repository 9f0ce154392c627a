/**
 * The names of the upstreams behind a slot whose route `/` leads to so many replicas: app, then app-2 and app-3, and
 * other.
 */
export function slotUpstreams(replicas: number): readonly string[] {
  const more = Array.from({ length: replicas - 1 }, (_, index) => `app-${index + 2}`);
  return ['app', ...more, 'other'];
}
