/**
 * Base of the classes of the exact model that other values refer to: room for a note of the pickler.
 *
 * Performance: a note costs a twentieth of looking an object up by identity in a Set of a million (bench cases cuda,
 * instances).
 */
export abstract class Noted {
  #note = 0;

  /** What was noted last, perhaps by somebody else: compare. @internal */
  static noteOf(value: Noted): number {
    return value.#note;
  }

  /** Notes an integer. @internal */
  static note(value: Noted, note: number): void {
    value.#note = note;
  }
}
