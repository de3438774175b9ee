/**
 * Lists what a pickle would import, without building a value or importing anything.
 *
 * An abstract machine runs the opcodes with a stack of what is known about each value: a piece of text, or nothing. The
 * operands of
 * STACK_GLOBAL are what is on that stack, wherever they were pushed or memoized; nothing is searched for backwards.
 * Where CPython would stop with an error on a malformed pickle the machine goes on, so the list can only be too long,
 * never too short.
 */
import { isCount, PickleError, type UnpicklingError } from '../base/index.js';
import { mark, type OpcodeInfo } from '../format/index.js';
import * as op from '../shared/opcodes.js';
import { inputBytes } from '../values/index.js';
import { type MemoKey, memoKey, OpcodeReader } from './opcode-reader.js';
import { type Decoded, latin1, rawUnicodeEscape, strictUtf8, utf8 } from './python-codecs.js';

/** One import that loading the pickle would make. */
export interface GlobalUse {
  /**
   * Module as the pickle spells it, before Python 2 names are mapped; undefined when it is computed while loading, or
   * an extension code.
   */
  readonly module: string | undefined;
  /** Name within the module; undefined as `module`. */
  readonly name: string | undefined;
  /**
   * Bytes of a module that is no text, or none that JavaScript can tell from others; `module` is undefined then.
   * CPython refuses most of them.
   */
  readonly moduleBytes?: Uint8Array;
  /** The same of the name. */
  readonly nameBytes?: Uint8Array;
  /** Number in the extension registry, for EXT1, EXT2 and EXT4. */
  readonly extension?: number;
  /** Bytes from the start of the input to the opcode, 0-based. */
  readonly offset: number;
  /** `'GLOBAL'`, `'STACK_GLOBAL'`, `'INST'`, `'EXT1'`, `'EXT2'` or `'EXT4'`. */
  readonly opcode: string;
}

/**
 * The imports of one pickle, in the order in which loading would make them; the same import is listed as often as it is
 * made.
 * Every iteration reads the pickle anew and sets `end` and `error`.
 */
export class GlobalUses implements Iterable<GlobalUse> {
  readonly #input: Uint8Array;
  readonly #start: number;
  /** Index behind STOP, or where reading had to stop; bytes. */
  end: number;
  /** Why the list ends before STOP: a `TruncatedError` when bytes are missing. Undefined when STOP was reached. */
  error: UnpicklingError | undefined = undefined;

  /** @internal */
  constructor(input: Uint8Array, start: number) {
    this.#input = input;
    this.#start = start;
    this.end = start;
  }

  *[Symbol.iterator](): Generator<GlobalUse, void, undefined> {
    const machine = new AbstractMachine(this.#input, this.#start);
    this.end = this.#start;
    this.error = undefined;
    while (!machine.reader.done) {
      let use: GlobalUse | undefined;
      try {
        use = machine.step();
      } catch (error) {
        if (!(error instanceof PickleError)) throw error;
        this.error = error as UnpicklingError;
        this.end = machine.reader.offset;
        return;
      }
      if (use !== undefined) yield use;
    }
    this.end = machine.reader.position;
  }
}

/**
 * Lists every import that loading the pickle would make, malformed and truncated pickles included: what was found is
 * given, and the `error` of the result then says why the rest is missing.
 * @param data the pickle; what follows STOP is not looked at
 * @param start where the pickle starts, in bytes
 */
export function globalsOf(data: ArrayBuffer | ArrayBufferView, start = 0): GlobalUses {
  if (!isCount(start)) throw new PickleError('start must be a whole number >= 0');
  return new GlobalUses(inputBytes(data), start);
}

/** A str on the stack: decoded only when it is asked for. */
interface Text {
  readonly opcode: OpcodeInfo;
  /** The argument, its count included; indices into the input. */
  readonly start: number;
  readonly end: number;
}

/** What is known of a stack item. */
type Item = Text | undefined;

class AbstractMachine {
  readonly reader: OpcodeReader;
  readonly #input: Uint8Array;
  #stack: Item[] = [];
  /** Stack heights of the marks. */
  readonly #marks: number[] = [];
  /** Undefined once an entry was stored under an index that cannot be told: then no entry is known any more. */
  #memo: Map<MemoKey, Item> | undefined = new Map();

  constructor(input: Uint8Array, start: number) {
    this.#input = input;
    this.reader = new OpcodeReader(input, start);
  }

  /** Runs one opcode; returns the import it makes, if any. */
  step(): GlobalUse | undefined {
    const { reader } = this;
    reader.skip();
    const { opcode, offset } = reader;
    switch (opcode.code) {
      case op.STRING:
      case op.BINSTRING:
      case op.SHORT_BINSTRING:
      case op.UNICODE:
      case op.SHORT_BINUNICODE:
      case op.BINUNICODE:
      case op.BINUNICODE8:
        this.#stack.push({ opcode, start: offset + 1, end: reader.position });
        return undefined;

      case op.POP:
        if (this.#marks.length > 0 && this.#marks[this.#marks.length - 1] === this.#stack.length) this.#marks.pop();
        else this.#stack.pop();
        return undefined;
      case op.DUP:
        this.#stack.push(this.#stack[this.#stack.length - 1]);
        return undefined;
      case op.MARK:
        this.#marks.push(this.#stack.length);
        return undefined;

      case op.GET:
      case op.BINGET:
      case op.LONG_BINGET: {
        const index = this.#index();
        this.#stack.push(index === undefined ? undefined : this.#memo?.get(index));
        return undefined;
      }
      case op.PUT:
      case op.BINPUT:
      case op.LONG_BINPUT:
        this.#store(this.#index());
        return undefined;
      case op.MEMOIZE:
        this.#store(this.#memo && memoKey(this.#memo.size));
        return undefined;

      case op.EXT1:
      case op.EXT2:
      case op.EXT4: {
        const extension = reader.reread() as number;
        this.#stack.push(undefined);
        return { module: undefined, name: undefined, extension, offset, opcode: opcode.name };
      }
      case op.GLOBAL:
        this.#stack.push(undefined);
        return { ...this.#lines(), offset, opcode: opcode.name };
      case op.INST:
        this.#popMark();
        this.#stack.push(undefined);
        return { ...this.#lines(), offset, opcode: opcode.name };
      case op.STACK_GLOBAL: {
        const name = this.#stack.pop();
        const module = this.#stack.pop();
        this.#stack.push(undefined);
        return { ...names(this.#text(module), this.#text(name)), offset, opcode: opcode.name };
      }

      case op.APPEND:
      case op.BUILD:
        this.#stack.pop();
        return undefined;
      case op.SETITEM:
        this.#stack.pop();
        this.#stack.pop();
        return undefined;
      // CPython leaves any target as it is when there is nothing to add: text below a mark is still text.
      case op.APPENDS:
      case op.SETITEMS:
      case op.ADDITEMS:
        this.#popMark();
        return undefined;

      case op.PROTO:
      case op.FRAME:
      case op.STOP:
        return undefined;
      default:
        this.#generic();
        return undefined;
    }
  }

  /** Any other opcode: takes and leaves what its row of the table says, and what it leaves is not text. */
  #generic(): void {
    const { stackBefore, stackAfter } = this.reader.opcode;
    const markIndex = stackBefore.indexOf(mark);
    if (markIndex >= 0) this.#popMark();
    const count = markIndex >= 0 ? markIndex : stackBefore.length;
    this.#stack.length -= Math.min(count, this.#stack.length);
    for (let pushed = 0; pushed < stackAfter.length; pushed++) this.#stack.push(undefined);
  }

  #popMark(): void {
    const height = this.#marks.pop();
    if (height !== undefined && height < this.#stack.length) this.#stack.length = height;
  }

  #store(index: MemoKey | undefined): void {
    if (index === undefined) this.#memo = undefined;
    else this.#memo?.set(index, this.#stack[this.#stack.length - 1]);
  }

  /** Argument of a PUT or GET; undefined for text that pickletools refuses, since an unpickler may take it. */
  #index(): MemoKey | undefined {
    const { reader } = this;
    const end = reader.position;
    const argument = attempt(() => reader.reread());
    reader.position = end;
    return argument === undefined ? undefined : memoKey(argument);
  }

  /** The two lines of GLOBAL (UTF-8) and INST (ASCII) as an unpickler reads them: no escapes. */
  #lines(): Names {
    const { offset, position } = this.reader;
    const middle = this.#input.indexOf(0x0a, offset + 1);
    const line = (start: number, end: number) => {
      const bytes = this.#input.subarray(start, end);
      if (this.reader.opcode.code === op.INST && bytes.some((byte) => byte > 0x7f)) return bytes;
      return attempt(() => strictUtf8(bytes)) ?? bytes;
    };
    return names(line(offset + 1, middle), line(middle + 1, position - 1));
  }

  /** The text, or the bytes of what is none; undefined for what is not known. */
  #text(item: Item): string | Uint8Array | undefined {
    if (item === undefined) return undefined;
    const { opcode, start, end } = item;
    const argument = this.#input.subarray(start + (opcode.arg?.size ?? 0), end);
    switch (opcode.code) {
      case op.STRING:
        return (
          attempt(() => new OpcodeReader(this.#input, start - 1).reread() as string) ??
          this.#input.subarray(start, end - 1)
        );
      case op.BINSTRING:
      case op.SHORT_BINSTRING:
        return latin1(argument);
      case op.UNICODE:
        return (
          whole(() => rawUnicodeEscape(this.#input.subarray(start, end - 1))) ?? this.#input.subarray(start, end - 1)
        );
      default:
        return whole(() => utf8(argument)) ?? argument;
    }
  }
}

/** What is said of the two names of an import. */
type Names = Pick<GlobalUse, 'module' | 'name' | 'moduleBytes' | 'nameBytes'>;

function names(module: string | Uint8Array | undefined, name: string | Uint8Array | undefined): Names {
  return {
    module: typeof module === 'string' ? module : undefined,
    name: typeof name === 'string' ? name : undefined,
    ...(module instanceof Uint8Array && { moduleBytes: module }),
    ...(name instanceof Uint8Array && { nameBytes: name }),
  };
}

/** Text that UTF-16 would make another name of is unknown, too. */
function whole(decoding: () => Decoded): string | undefined {
  const decoded = attempt(decoding);
  return decoded?.splits === undefined ? decoded?.text : undefined;
}

/** What cannot be decoded is unknown: CPython stops there with an error. */
function attempt<T>(decoding: () => T): T | undefined {
  try {
    return decoding();
  } catch {
    return undefined;
  }
}
