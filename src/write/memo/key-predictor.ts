/** Histories that are told apart; a power of two. */
const PLACES = 1024;
/** Each key moves those before it out of the history by so many bits: the last two count. */
const SHIFT = 5;

/**
 * Guesses the next property name and its number in the memo from the ones before it, as a processor guesses branches.
 *
 * Performance: most records are like others, and comparing a string with itself is cheaper than hashing it (cases
 * records, tree).
 */
export class KeyPredictor {
  #history = 0;
  readonly #texts: (string | undefined)[] = new Array(PLACES).fill(undefined);
  readonly #numbers = new Int32Array(PLACES);
  #learned = false;

  /** The number of `key` if it is the one expected here, else -1; then `learn` must follow. */
  numberOf(key: string): number {
    const history = this.#history;
    if (this.#texts[history] !== key) return -1;
    const number = this.#numbers[history];
    this.#history = ((history << SHIFT) ^ number) & (PLACES - 1);
    return number;
  }

  /** Goes on with a key that was not expected; the next time it is. */
  learn(key: string, number: number): void {
    const history = this.#history;
    this.#texts[history] = key;
    this.#numbers[history] = number;
    this.#learned = true;
    this.pass(number);
  }

  /** Goes on with a key that was met for the first time, and is not expected again so soon (case tiny). */
  pass(number: number): void {
    this.#history = ((this.#history << SHIFT) ^ number) & (PLACES - 1);
  }

  /** Numbers are no longer what they were. */
  clear(): void {
    if (this.#learned) this.#texts.fill(undefined);
    this.#learned = false;
  }
}
