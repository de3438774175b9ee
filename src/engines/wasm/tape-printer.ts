/** The tape as text, for people (docs/tape.md). */
import { PickleError } from '../../base/index.js';
import { SCAN_DONE, SCAN_FAULT, SCAN_PAYLOAD } from '../../shared/status.js';
import * as TAPE from '../../shared/tape.js';
import { HEAD_FAULT_OFFSET, HEAD_NEED, HEAD_POSITION } from '../../shared/tape.js';
import { decodeStrings } from './scanner/arena.js';
import { Scanner } from './scanner/scanner.js';

const NAMES = /*#__PURE__*/ namesOf('TAPE_');
const MODES = /*#__PURE__*/ namesOf('MODE_');
const REPS = /*#__PURE__*/ namesOf('REP_');

function namesOf(prefix: string): string[] {
  const names: string[] = [];
  for (const [name, value] of Object.entries(TAPE)) if (name.startsWith(prefix)) names[value as number] = name.slice(prefix.length);
  return names;
}

/** Elements with a run of values behind [base, n]. */
const WITH_RUN = new Set<number>([
  TAPE.TAPE_VALUES,
  TAPE.TAPE_LIST,
  TAPE.TAPE_EXTEND,
  TAPE.TAPE_TUPLE,
  TAPE.TAPE_SET,
  TAPE.TAPE_ADDITEMS,
  TAPE.TAPE_FROZENSET,
  TAPE.TAPE_OBJ,
]);
/** Number of plain words behind the header of the other elements. */
const WORDS: Readonly<Record<number, number>> = {
  [TAPE.TAPE_BYTES]: 2,
  [TAPE.TAPE_TEXT]: 2,
  [TAPE.TAPE_OLD_TEXT]: 2,
  [TAPE.TAPE_QUOTED]: 3,
  [TAPE.TAPE_RAW_TEXT]: 2,
  [TAPE.TAPE_INT_TEXT]: 2,
  [TAPE.TAPE_FLOAT_TEXT]: 2,
  [TAPE.TAPE_BIGINT]: 2,
  [TAPE.TAPE_EXTENSION]: 2,
  [TAPE.TAPE_BUILD]: 1,
  [TAPE.TAPE_REDUCE]: 1,
  [TAPE.TAPE_NEWOBJ]: 1,
  [TAPE.TAPE_NEWOBJ_EMPTY]: 1,
  [TAPE.TAPE_CALL_BYTES]: 2,
  [TAPE.TAPE_LATE]: 1,
};

/**
 * What the scanner writes for a pickle: a line for each element of the tape, with the offset of its opcode, the slot, the object
 * id (`#3`) and the values.
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
    const { words: t, doubles } = this.#scanner;
    if (WITH_RUN.has(op)) {
      this.#p += 2;
      return `from ${t[this.#p - 2]}: ${this.#run(t[this.#p - 1])}`;
    }
    switch (op) {
      case TAPE.TAPE_DICT:
      case TAPE.TAPE_SETITEMS: {
        this.#p += 2;
        const n = t[this.#p - 1];
        return `from ${t[this.#p - 2]}: keys ${this.#run(n)} values ${this.#run(n)}`;
      }
      case TAPE.TAPE_INST: {
        const [module, name] = [t[this.#p], t[this.#p + 1]];
        this.#p += 5;
        return `${this.#text(module)} ${this.#text(name)} from ${t[this.#p - 2]}: ${this.#run(t[this.#p - 1])}`;
      }
      case TAPE.TAPE_GLOBAL:
        this.#p += 3;
        return `${this.#text(t[this.#p - 3])} ${this.#text(t[this.#p - 2])} protocol ${t[this.#p - 1]}`;
      case TAPE.TAPE_PERSID:
        return this.#text(t[this.#p++]);
      case TAPE.TAPE_SHAPE: {
        const n = t[this.#p++];
        const fields: string[] = [];
        const reps: number[] = [];
        for (let i = 0; i < n; i++, this.#p += 2) {
          reps.push(t[this.#p + 1]);
          fields.push(`${this.#text(t[this.#p])} ${REPS[t[this.#p + 1]]}`);
        }
        this.#shapes[slot] = reps;
        return fields.join(', ');
      }
      case TAPE.TAPE_RECORD: {
        const [base, shape] = [t[this.#p], t[this.#p + 1]];
        this.#p += 2;
        const values = this.#shapes[shape].map((rep) => {
          if (rep === TAPE.REP_SLOT) return 'slot';
          if (rep === TAPE.REP_NUM || rep === TAPE.REP_FLOAT) return String(doubles[this.#q++]);
          if (rep === TAPE.REP_BIG) return `${this.#scanner.bigs[this.#q++]}n`;
          if (rep === TAPE.REP_UBIG) return `${this.#scanner.ubigs[this.#q++]}n`;
          return this.#word(rep, t[this.#p++]);
        });
        return `from ${base}: shape ${shape} (${values.join(', ')})`;
      }
    }
    const count = WORDS[op] ?? 0;
    this.#p += count;
    return Array.from(t.subarray(this.#p - count, this.#p)).join(' ');
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
