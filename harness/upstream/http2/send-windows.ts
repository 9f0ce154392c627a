/** Where RFC 9113 section 6.9.2 begins. */
const INITIAL = 65_535;

/** How many octets of content the peer is ready for: on the connection, and on each of its streams. */
export class SendWindows {
  readonly #streams = new Map<number, number>();
  #connection = INITIAL;
  #initial = INITIAL;

  /** Octets that may be sent on a stream now; none where SETTINGS made its window negative. */
  of(stream: number): number {
    return Math.max(0, Math.min(this.#connection, this.#own(stream)));
  }

  /** So many octets are sent. */
  use(stream: number, octets: number): void {
    this.#connection -= octets;
    this.#streams.set(stream, this.#own(stream) - octets);
  }

  /** WINDOW_UPDATE; stream 0 is the connection. */
  grow(stream: number, octets: number): void {
    if (stream === 0) this.#connection += octets;
    else this.#streams.set(stream, this.#own(stream) + octets);
  }

  /** SETTINGS_INITIAL_WINDOW_SIZE changes the streams that there are as well (section 6.9.2). */
  resize(initial: number): void {
    for (const [stream, window] of this.#streams) this.#streams.set(stream, window + initial - this.#initial);
    this.#initial = initial;
  }

  #own(stream: number): number {
    return this.#streams.get(stream) ?? this.#initial;
  }
}
