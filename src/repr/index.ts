/**
 * Python's `repr` of values: for the exact model what CPython prints, for natural values the notation of the Python
 * type they stand for (Array as list, Set as set, object and Map as dict, Uint8Array as bytes).
 *
 * The classes of this package have a table in `repr/values/`. Any other class takes part with a method under the symbol
 * `REPR` of `types/protocol.ts`, which returns the text in parts, each
 * a string or `{ value }` for a value to be shown in that place:
 *
 * ```ts
 * *[REPR](): Iterable<ReprPart> {
 *   yield 'deque(';
 *   yield { value: this.items };
 *   yield ')';
 * }
 * get [REPR_CYCLE](): string { return '[...]'; } // shown for the object inside itself; '...' without it
 * ```
 *
 * Parts are pulled one at a time off an explicit stack: nothing recurses, a million nested lists are fine (CPython
 * raises
 * RecursionError there), and no more text is made than `maxLength` allows. The text is one line: what is unprintable in
 * parts that are no str (the names of a namespace's attributes, of a dtype's fields) is escaped, too, where CPython
 * prints it raw.
 */
import { BOUND, checkOptions, escaped, type OptionKinds, PickleError } from '../base/index.js';
import { PyCall, PyObject, type ReprPart } from '../values/index.js';
import { callableParts, objectParts } from './inert.js';
import { inertNote } from './known-families.js';
import { cycleOf, reprOf, Sequence } from './parts.js';

export { complexRepr, floatRepr } from '../text/index.js';
export { inertNote } from './known-families.js';

/** Options of `repr`. */
export interface ReprOptions {
  /** Longest text to be made, in UTF-16 code units; more is an error. Default 2^28. */
  maxLength?: number;
}

const MAX_LENGTH = 2 ** 28;

const OPTIONS = { maxLength: BOUND } satisfies OptionKinds<ReprOptions>;

/** A Set holds 2^24 objects in V8. */
const MAX_DEPTH = 16_000_000;

/**
 * Text is gathered in pieces of about this length: joining them costs less memory than one long chain of
 * concatenations.
 */
const PIECE = 65536;

/** Text that grows up to a bound. */
class Output {
  #piece = '';
  #length = 0;
  readonly #pieces: string[] = [];
  readonly #maxLength: number;
  #isNoted = false;

  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  /** @throws PickleError when there is no room for as many characters */
  require(count: number): void {
    if (this.#length + count > this.#maxLength) {
      throw new PickleError(
        `the repr is longer than ${this.#maxLength} characters; raise the option maxLength to see it all`,
      );
    }
  }

  add(text: string): void {
    this.require(text.length);
    this.#length += text.length;
    this.#piece += text;
    if (this.#piece.length > PIECE) {
      this.#pieces.push(this.#piece);
      this.#piece = '';
    }
  }

  /** The parts of the first inert object of a library that could be read; undefined for all other values. */
  noted(value: unknown): Iterable<ReprPart> | undefined {
    if (this.#isNoted || !(value instanceof PyObject || value instanceof PyCall)) return undefined;
    const note = inertNote(value);
    if (note === '') return undefined;
    this.#isNoted = true;
    return value instanceof PyObject ? objectParts(value, note) : callableParts(value, note);
  }

  toString(): string {
    return this.#pieces.length === 0 ? this.#piece : this.#pieces.join('') + this.#piece;
  }
}

/** Decimal digits that an int has at least; in linear time, which its decimal text does not take. */
function leastDigits(value: bigint): number {
  return BigInt.asIntN(64, value) === value ? 1 : Math.floor((value.toString(16).length - 2) * Math.log10(16));
}

/** A value being shown. */
interface Frame {
  /** What must not be shown again inside itself; undefined for text. */
  readonly owner: object | undefined;
  /** The parts still to come; undefined for a sequence. */
  readonly parts: Iterator<ReprPart> | undefined;
  readonly sequence: Sequence | undefined;
  /** Items of the sequence that have been begun. */
  begun: number;
}

/**
 * The text that Python's `repr(value)` gives; `[...]` for a list inside itself. Inert values look like `<module.name>`
 * and `module.Class(1, state={…})`.
 * @throws PickleError when the text is longer than `maxLength`
 */
export function repr(value: unknown, options: ReprOptions = {}): string {
  checkOptions(options, OPTIONS);
  const output = new Output(options.maxLength ?? MAX_LENGTH);
  const open = new Set<object>();
  const stack: Frame[] = [];
  begin(value, output, open, stack);
  while (stack.length > 0) {
    const frame = stack[stack.length - 1];
    if (
      frame.sequence === undefined
        ? pullPart(frame, output, open, stack)
        : beginItems(frame, frame.sequence, output, open, stack)
    )
      continue;
    if (frame.owner !== undefined) open.delete(frame.owner);
    stack.pop();
  }
  return output.toString();
}

/** Shows the next part; false when there is none. */
function pullPart(frame: Frame, output: Output, open: Set<object>, stack: Frame[]): boolean {
  const next = (frame.parts as Iterator<ReprPart>).next();
  if (next.done) return false;
  if (typeof next.value === 'string') output.add(escaped(next.value));
  else begin(next.value.value, output, open, stack);
  return true;
}

/** Shows items up to one that has parts of its own; false when all are shown. */
function beginItems(frame: Frame, sequence: Sequence, output: Output, open: Set<object>, stack: Frame[]): boolean {
  const items = sequence.items;
  const depth = stack.length;
  while (frame.begun < items.length) {
    if (frame.begun > 0) output.add(', ');
    begin(items[frame.begun++], output, open, stack);
    if (stack.length > depth) return true;
  }
  output.add(sequence.close);
  return false;
}

/** Shows a value whose text is known at once, or puts it on the stack. */
function begin(value: unknown, output: Output, open: Set<object>, stack: Frame[]): void {
  const owner = typeof value === 'object' && value !== null ? value : undefined;
  if (owner !== undefined && open.has(owner)) {
    output.add(cycleOf(owner));
    return;
  }
  if (typeof value === 'bigint') output.require(leastDigits(value));
  const parts = output.noted(value) ?? reprOf(value);
  if (typeof parts === 'string') {
    output.add(escaped(parts));
    return;
  }
  if (open.size >= MAX_DEPTH)
    throw new PickleError(`the value is nested more than ${MAX_DEPTH} deep; that is more than repr keeps track of`);
  if (owner !== undefined) open.add(owner);
  if (parts instanceof Sequence) {
    output.add(parts.open);
    stack.push({ owner, parts: undefined, sequence: parts, begun: 0 });
  } else stack.push({ owner, parts: parts[Symbol.iterator](), sequence: undefined, begun: 0 });
}
