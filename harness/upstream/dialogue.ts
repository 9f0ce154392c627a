/** The most octets that are kept of a dialogue; whoever waits for a text does so before. */
const KEPT = 1024 * 1024;

/** The octets of a connection as they came, for scripts that speak no HTTP: what was read is gone. */
export class Dialogue {
  readonly #pieces: Buffer[] = [];
  #bytes = 0;
  #tunnel = false;

  /** True once the connection carries something else than HTTP requests. */
  get tunnel(): boolean {
    return this.#tunnel;
  }

  /** What comes from now on is no HTTP any more; what came before is none of it. */
  openTunnel(): void {
    this.#tunnel = true;
    this.#pieces.length = 0;
    this.#bytes = 0;
  }

  push(octets: Buffer): void {
    this.#pieces.push(octets);
    this.#bytes += octets.length;
    while (this.#bytes > KEPT && this.#pieces.length > 1) this.#bytes -= this.#pieces.shift()?.length ?? 0;
  }

  /** Takes all up to the end of this text (latin1), if it has come; false if not. */
  takeThrough(text: string): boolean {
    const heard = Buffer.concat(this.#pieces.splice(0));
    const at = heard.indexOf(text, 0, 'latin1');
    const rest = at === -1 ? heard : heard.subarray(at + text.length);
    this.#pieces.push(rest);
    this.#bytes = rest.length;
    return at !== -1;
  }
}
