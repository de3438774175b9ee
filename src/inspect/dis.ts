/** A symbolic disassembler with the checks of CPython's: arguments, marks, memo and stack depth. */
import {
  COUNT,
  checkOptions,
  FUNCTION,
  LimitError,
  MAP,
  type OptionKinds,
  PickleError,
  UnpicklingError,
  WHOLE,
} from '../base/index.js';
import { argumentWords, mark, type StackObject } from '../format/index.js';
import { repr } from '../repr/index.js';
import { BINGET, BINPUT, GET, LONG_BINGET, LONG_BINPUT, MEMOIZE, POP, PUT } from '../shared/opcodes.js';
import { ByteArray, Float, inputBytes } from '../values/index.js';
import { memoKey, OpcodeReader } from './opcode-reader.js';
import { exceedsDigits, MAX_DIGITS } from './python-numbers.js';

/**
 * Memo of a disassembly: index to the kind of object stored. Give one to several `dis` calls for pickles that share a
 * memo.
 */
export type DisMemo = Map<number | string, StackObject>;

/** Options of `dis`; every one may be left out. */
export interface DisOptions {
  /** Receives the text piece by piece, lines with their line feed; `dis` then returns `''`. For text of any length. */
  out?: (text: string) => void;
  /** Memo to start with, changed by the disassembly. Default: a new one. */
  memo?: DisMemo;
  /** Blanks by which what follows a mark is indented. Default 4. */
  indentLevel?: number;
  /** When not 0, every line ends with the opcode's one-line description, from this column on if it fits. Default 0. */
  annotate?: number;
  /** Where the pickle starts, in bytes; positions count from the start of the input. Default 0. */
  start?: number;
}

const OPTIONS = {
  out: FUNCTION,
  memo: MAP,
  indentLevel: WHOLE,
  annotate: WHOLE,
  start: COUNT,
} satisfies OptionKinds<DisOptions>;

/**
 * The pickle is malformed or fails a check of `dis`. `cause` is the reader's error, if it is the bytes that are
 * malformed.
 */
export class DisassemblyError extends UnpicklingError {
  override name = 'DisassemblyError';
  /** The text up to the error; `''` when it went to `out`. */
  readonly partial: string;
  constructor(message: string, partial: string, place: { offset?: number; opcode?: string; cause?: unknown }) {
    super(message, place);
    this.partial = partial;
  }
}

/** The longest string in V8, in UTF-16 units. */
const MAX_TEXT = 2 ** 29 - 24;
/** The rest of the line has to fit as well. */
const REPR_OPTIONS = { maxLength: MAX_TEXT - 2 ** 24 };

/** Lines joined at a time. */
const BLOCK = 512;

/** Collects the text, or hands it on. */
class Output {
  readonly #out: ((text: string) => void) | undefined;
  readonly #blocks: string[] = [];
  #lines: string[] = [];
  #length = 0;
  /** The start of a line whose rest is not known yet. */
  #begun = '';

  constructor(out: ((text: string) => void) | undefined) {
    this.#out = out;
  }

  begin(text: string): void {
    this.#begun = text;
  }

  write(rest: string): void {
    const text = this.#begun + rest;
    this.#begun = '';
    if (this.#out !== undefined) {
      this.#out(text);
      return;
    }
    this.#length += text.length;
    if (this.#length > MAX_TEXT)
      throw new LimitError('the disassembly is longer than a string can be; receive it with the option `out`');
    this.#lines.push(text);
    // Performance: joining early leaves few strings alive; a million lines at once keep the collector busy.
    if (this.#lines.length === BLOCK) this.#join();
  }

  #join(): void {
    this.#blocks.push(this.#lines.join(''));
    this.#lines = [];
  }

  /** All text, a line that was only begun included. */
  finish(): string {
    if (this.#begun !== '') this.write('');
    this.#join();
    return this.#blocks.join('');
  }
}

/** A check that failed; becomes a `DisassemblyError`. */
class Complaint extends Error {}

/**
 * Disassembles one pickle, up to STOP, without executing anything.
 *
 * Source: CPython 3.15's `pickletools.dis`; the text is the same, character for character, that of failures included.
 * @returns the text, ending in a line feed; `''` with the option `out`
 * @throws DisassemblyError with CPython's text in the message and the text so far in `partial`
 */
export function dis(data: ArrayBuffer | ArrayBufferView, options: DisOptions = {}): string {
  checkOptions(options, OPTIONS);
  const reader = new OpcodeReader(inputBytes(data), options.start ?? 0);
  const output = new Output(options.out ?? undefined);
  try {
    disassemble(reader, output, options);
  } catch (error) {
    if (error instanceof Complaint) {
      const { offset, opcode } = reader;
      throw new DisassemblyError(`${error.message} (offset ${offset}, ${opcode.name})`, output.finish(), {
        offset,
        opcode: opcode.name,
      });
    }
    if (error instanceof PickleError) {
      throw new DisassemblyError(error.message, output.finish(), {
        offset: error.offset,
        opcode: error.opcode,
        cause: error,
      });
    }
    throw error;
  }
  return output.finish();
}

function disassemble(reader: OpcodeReader, output: Output, options: DisOptions): void {
  const annotate = options.annotate ?? 0;
  const memo: DisMemo = options.memo ?? new Map();
  const indent = ' '.repeat(Math.max(0, options.indentLevel ?? 4));
  const stack: StackObject[] = [];
  /** Offsets of the MARK opcodes whose marks are on the stack. */
  const marks: number[] = [];
  let highest = -1;
  let column = annotate;

  while (!reader.done) {
    reader.read();
    const { opcode, arg, offset } = reader;
    let line = `${codeText(opcode.code).padEnd(4)} ${indent.repeat(marks.length)}${opcode.name}`;
    output.begin(`${String(offset).padStart(5)}: `);
    highest = Math.max(highest, opcode.proto);

    let note = '';
    let complaint: string | undefined;
    let popCount = opcode.stackBefore.length;
    const markIndex = opcode.stackBefore.indexOf(mark);
    if (markIndex >= 0 || (opcode.code === POP && stack.length > 0 && stack[stack.length - 1] === mark)) {
      const markOffset = marks.pop();
      if (markOffset === undefined) {
        complaint = 'no MARK exists on stack';
      } else {
        note = `(MARK at ${markOffset})`;
        popToMark(stack);
        popCount = Math.max(0, markIndex);
      }
    }

    let pushed: readonly StackObject[] = opcode.stackAfter;
    switch (opcode.code) {
      case PUT:
      case BINPUT:
      case LONG_BINPUT:
      case MEMOIZE: {
        const key = memoKey(opcode.code === MEMOIZE ? memo.size : arg);
        if (opcode.code === MEMOIZE) note = `(as ${key})`;
        if (stack.length === 0) complaint = "stack is empty -- can't store into memo";
        else if (stack[stack.length - 1] === mark) complaint = "can't store markobject in the memo";
        else memo.set(key, stack[stack.length - 1]);
        break;
      }
      case GET:
      case BINGET:
      case LONG_BINGET: {
        const stored = memo.get(memoKey(arg));
        if (stored === undefined) complaint = `memo key ${argumentText(reader)} has never been stored into`;
        else pushed = [stored];
        break;
      }
    }

    if (arg !== null || note !== '') {
      line += ' '.repeat(Math.max(0, 10 - opcode.name.length));
      if (arg !== null) line += ` ${argumentText(reader)}`;
      if (note !== '') line += ` ${note}`;
    }
    if (annotate !== 0) {
      // Python counts code points, and so does the column.
      let width = codePoints(line);
      if (width < column) {
        line += ' '.repeat(column - width);
        width = column;
      }
      column = width > 50 ? annotate : width;
      line += ` ${opcode.summary}`;
    }
    output.write(`${line}\n`);

    // The offending opcode is in the text before it is complained about.
    if (complaint !== undefined) throw new Complaint(complaint);
    if (stack.length < popCount)
      throw new Complaint(`tries to pop ${popCount} items from stack with only ${stack.length} items`);
    for (; popCount > 0; popCount--) stack.pop();
    for (const object of pushed) {
      if (object === mark) marks.push(offset);
      stack.push(object);
    }
  }

  output.write(`highest protocol among opcodes = ${highest}\n`);
  if (stack.length > 0)
    throw new Complaint(`stack not empty after STOP: [${stack.map((object) => object.name).join(', ')}]`);
}

/**
 * Drops the topmost mark and what is above it. An opcode may have taken the mark for an item, and then there is none.
 */
function popToMark(stack: StackObject[]): void {
  for (;;) {
    const object = stack.pop();
    if (object === undefined) throw new Complaint('list index out of range');
    if (object === mark) return;
  }
}

/** The opcode byte as Python shows a character in a str. */
function codeText(code: number): string {
  return code < 0x80 ? String.fromCharCode(code) : `\\x${code.toString(16)}`;
}

/** Python's repr of the last argument read. */
function argumentText(reader: OpcodeReader): string {
  const { arg, opcode, offset, splits } = reader;
  if (typeof arg === 'bigint' && exceedsDigits(arg)) {
    throw new Complaint(
      `Exceeds the limit (${MAX_DIGITS} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit`,
    );
  }
  try {
    if (typeof arg === 'string' && splits !== undefined) return reprWithSplits(arg, splits);
    const type = opcode.arg?.type;
    if (type === 'float') return repr(new Float(arg as number));
    if (
      opcode.arg === argumentWords.string1 ||
      opcode.arg === argumentWords.string4 ||
      opcode.arg === argumentWords.stringnl
    ) {
      // Bytes of Python 2, shown as Latin-1: Python's ascii().
      return repr(arg, REPR_OPTIONS).replace(/[\x80-\xff]/g, (char) => `\\x${char.charCodeAt(0).toString(16)}`);
    }
    return repr(type === 'bytearray' ? new ByteArray(arg as Uint8Array) : arg, REPR_OPTIONS);
  } catch (error) {
    if (!(error instanceof PickleError || error instanceof RangeError)) throw error;
    const reason = `the repr of the argument is longer than a string can be (offset ${offset}, ${opcode.name})`;
    throw new LimitError(reason, { offset, opcode: opcode.name, cause: error });
  }
}

/**
 * The repr of text in which surrogates stand side by side that are two code points in Python and one character in
 * UTF-16: they are shown here, and the pieces between with a quote appended that makes `repr` choose the quotes of the
 * whole.
 */
function reprWithSplits(text: string, splits: readonly number[]): string {
  const doubleQuoted = text.includes("'") && !text.includes('"');
  const quote = doubleQuoted ? '"' : "'";
  const forcing = doubleQuoted ? "'" : '"';
  const piece = (start: number, end: number) =>
    start === end ? '' : repr(text.slice(start, end) + forcing, REPR_OPTIONS).slice(1, -2);
  let shown = quote;
  let start = 0;
  for (const low of splits) {
    shown += `${piece(start, low - 1)}\\u${text.charCodeAt(low - 1).toString(16)}\\u${text.charCodeAt(low).toString(16)}`;
    start = low + 1;
  }
  return shown + piece(start, text.length) + quote;
}

/** Length in code points; a lone surrogate counts as one. */
function codePoints(text: string): number {
  let count = text.length;
  for (let index = 1; index < text.length; index++) {
    if ((text.charCodeAt(index) & 0xfc00) !== 0xdc00 || (text.charCodeAt(index - 1) & 0xfc00) !== 0xd800) continue;
    count--;
    index++;
  }
  return count;
}
