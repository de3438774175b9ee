/** The tape as text, for people (docs/tape.md). */
import { PickleError } from '../../base/index.js';
import { SCAN_DONE, SCAN_FAULT, SCAN_PAYLOAD } from '../../shared/status.js';
import * as TAPE from '../../shared/tape.js';
import { HEAD_FAULT_OFFSET, HEAD_NEED, HEAD_POSITION } from '../../shared/tape.js';
import { decodeStrings } from './scanner/arena.js';
import { Scanner } from './scanner/scanner.js';
import { TAPE_LAYOUTS, type TapeWord } from './scanner/tape-layouts.js';

const NAMES = /*#__PURE__*/ namesOf('TAPE_');
const MODES = /*#__PURE__*/ namesOf('MODE_');
const REPS = /*#__PURE__*/ namesOf('REP_');

function namesOf(prefix: string): string[] {
  const names: string[] = [];
  for (const [name, value] of Object.entries(TAPE))
    if (name.startsWith(prefix)) names[value as number] = name.slice(prefix.length);
  return names;
}

const LAYOUTS = /*#__PURE__*/ new Map(TAPE_LAYOUTS.map((layout) => [layout.op, layout.words]));

/**
 * What the scanner writes for a pickle: a line for each element of the tape, with the offset of its opcode, the slot,
 * the object id (`#3`) and the values.
 * @throws PickleError where WebAssembly is not available
 */
export function formatTape(data: Uint8Array): string {
  const scanner = Scanner.acquire();
  if (scanner === undefined) throw new PickleError('formatTape needs WebAssembly');
  try {
    scanner.configure(true, false, true, -1, Number.POSITIVE_INFINITY, 4300);
    scanner.begin(false);
    const printer = new Printer(scanner);
    for (let at = 0; ; ) {
      const status = scanner.scan(data, at, data.length - at, true, data.length - at, true);
      printer.print(at);
      const { head } = scanner;
      if (status === SCAN_FAULT) printer.lines.push(`fault at ${at + head[HEAD_FAULT_OFFSET]}`);
      if (status === SCAN_DONE || status === SCAN_FAULT) return `${printer.lines.join('\n')}\n`;
      at += head[HEAD_POSITION] + (status === SCAN_PAYLOAD ? head[HEAD_NEED] : 0);
    }
  } finally {
    scanner.release();
  }
}

class Printer {
  readonly lines: string[] = [];
  readonly #scanner: Scanner;
  readonly #strings: string[] = [];
  #shapes: number[][] = [];
  #p = 0;
  #q = 0;

  constructor(scanner: Scanner) {
    this.#scanner = scanner;
  }

  print(at: number): void {
    const { words: t } = this.#scanner;
    decodeStrings(this.#scanner, this.#strings);
    this.#p = this.#scanner.tapeStart;
    this.#q = this.#scanner.poolStart;
    const end = this.#scanner.tapeEnd;
    while (this.#p < end) {
      const p = this.#p;
      const op = t[p] & 0xff;
      const id = t[p + 2] === 0 ? '' : ` #${t[p + 2] - 1}`;
      this.#p += 4;
      const details = this.#details(op, t[p + 1]);
      this.lines.push(
        `${String(at + t[p + 3]).padStart(5)}  ${NAMES[op].padEnd(12)} ${String(t[p + 1]).padStart(3)}${id.padEnd(4)} ${details}`.trimEnd(),
      );
    }
  }

  #details(op: number, slot: number): string {
    const parts: string[] = [];
    // What words behind them need.
    let n = 0;
    let shape = 0;
    for (const word of LAYOUTS.get(op) ?? []) {
      if (word === 'n') n = this.#next();
      else if (word === 'shape') {
        shape = this.#next();
        parts.push(`shape ${shape}`);
      } else if (word === 'fields') parts.push(this.#fields(n, slot));
      else if (word === 'values of the shape') parts.push(`(${this.#record(shape).join(', ')})`);
      else parts.push(this.#part(word, n));
    }
    return parts.join(' ');
  }

  #next(): number {
    return this.#scanner.words[this.#p++];
  }

  #part(word: TapeWord, n: number): string {
    switch (word) {
      case 'run':
        return this.#run(n);
      case 'keys':
      case 'values':
        return `${word} ${this.#run(n)}`;
      case 'first slot':
        return `from ${this.#next()}:`;
      case 'module':
      case 'name':
      case 'text':
        return this.#text(this.#next());
      case 'objects':
        return `[${Array.from({ length: n }, () => `#${this.#next()}`).join(', ')}]`;
      case 'protocol':
        return `protocol ${this.#next()}`;
      default:
        return String(this.#next());
    }
  }

  /** The `n` fields of a new shape, which is remembered. */
  #fields(n: number, shape: number): string {
    const reps: number[] = [];
    const fields = Array.from({ length: n }, () => {
      const name = this.#text(this.#next());
      const rep = this.#next();
      reps.push(rep);
      return `${name} ${REPS[rep]}`;
    });
    this.#shapes[shape] = reps;
    return fields.join(', ');
  }

  #record(shape: number): string[] {
    const { doubles, bigs, ubigs } = this.#scanner;
    return this.#shapes[shape].map((rep) => {
      if (rep === TAPE.REP_SLOT) return 'slot';
      if (rep === TAPE.REP_NUM || rep === TAPE.REP_FLOAT) return String(doubles[this.#q++]);
      if (rep === TAPE.REP_BIG) return `${bigs[this.#q++]}n`;
      if (rep === TAPE.REP_UBIG) return `${ubigs[this.#q++]}n`;
      return this.#word(rep, this.#next());
    });
  }

  #run(n: number): string {
    const { words: t, doubles, bigs, ubigs } = this.#scanner;
    const mode = t[this.#p++];
    const values: string[] = [];
    for (let i = 0; i < n; i++) {
      if (mode === TAPE.MODE_SLOT) values.push('slot');
      else if (mode === TAPE.MODE_INT) values.push(String(t[this.#p++]));
      else if (mode === TAPE.MODE_STR) values.push(this.#text(t[this.#p++]));
      else if (mode === TAPE.MODE_FLOAT) values.push(String(doubles[this.#q++]));
      else {
        const tag = t[this.#p++];
        const rep = tag & 0xff;
        if (rep === TAPE.REP_SLOT) values.push('slot');
        else if (rep === TAPE.REP_CONST) values.push(this.#word(rep, tag >> 16));
        else if (rep === TAPE.REP_NUM) values.push(String(doubles[this.#q++]));
        else if (rep === TAPE.REP_BIG) values.push(`${bigs[this.#q++]}n`);
        else if (rep === TAPE.REP_UBIG) values.push(`${ubigs[this.#q++]}n`);
        else values.push(this.#word(rep, t[this.#p++]));
      }
    }
    return `${n} ${MODES[mode]} [${values.join(', ')}]`;
  }

  #word(rep: number, value: number): string {
    if (rep === TAPE.REP_CONST) return ['None', 'False', 'True'][value];
    if (rep === TAPE.REP_STR) return this.#text(value);
    return rep === TAPE.REP_OBJECT ? `#${value}` : String(value);
  }

  /** A string of the table; `""` for one that the builder decodes itself. */
  #text(id: number): string {
    return JSON.stringify(this.#strings[id]);
  }
}
