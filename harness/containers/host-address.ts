/** Where ports are published on 127.0.0.1 alone, `localhost` may lead a client to ::1 first. */
export function hostAddress(host: string): string {
  return host === 'localhost' ? '127.0.0.1' : host;
}
