/** The commands. Each one reads all pickles of its files. */
import { writeFile } from 'node:fs/promises';
import {
  DataFrame,
  type DisMemo,
  dis,
  dumps,
  globalsOf,
  jsonPieces,
  type NpzFile,
  optimize,
  type PickleInside,
  picklesIn,
  repr,
  Series,
} from '../all.js';
import { shortRepr } from './array-values.js';
import { allArrays, listed } from './arrays.js';
import type { Context } from './context.js';
import { useText } from './import-names.js';
import type { Input } from './input.js';
import { OutputError, STDOUT } from './output.js';
import { contents, type ReadOptions, slices, values } from './pickles.js';
import { CommandError, EXIT_USAGE } from './problems.js';
import { loadTensors } from './tensors.js';
import { treeLines } from './tree.js';
import { fitted } from './width.js';

/** Column from which on `dis --annotate` describes opcodes; that of `python -m pickletools -a`. */
const ANNOTATE_COLUMN = 30;
/**
 * Characters of JSON for each byte of a pickle, if those are more than --max-size: what holds a part many times over
 * has no end.
 */
const JSON_FACTOR = 100;
/** Lines of disassembly between two reports. */
const LINES_MASK = 0xfff;

/** Characters of a column's name. */
const MAX_NAME = 60;

/** Options of `show`. */
export interface ShowOptions extends ReadOptions {
  repr?: boolean;
  depth: number;
  max: number;
}

/** `pickle-wasm show` */
export async function show(context: Context, paths: readonly string[], options: ShowOptions): Promise<void> {
  const { output, progress, style, width } = context;
  await context.forEach(paths, { headings: true, containers: true }, async (input) => {
    let count = 0;
    const arrays = (file: NpzFile) => (options.repr ? allArrays(file) : listed(file, options.max));
    for await (const value of contents(input, options, context, arrays)) {
      progress.clear();
      if (options.repr) output.line(repr(value));
      else {
        if (++count > 1) output.line(style.faint(`--- pickle ${count} ---`));
        if (value instanceof DataFrame || value instanceof Series) showTable(context, value, options);
        else for (const line of treeLines(value, { ...options, width }, style)) output.line(line);
      }
    }
  });
}

/** A table as pandas prints it, and below it the dtypes of a frame's columns. */
function showTable({ output, style, width }: Context, table: DataFrame | Series, { max }: ShowOptions): void {
  for (const line of table.toText({ maxRows: max }).split('\n')) output.line(fitted(line, width));
  if (!(table instanceof DataFrame) || table.shape[1] === 0) return;
  output.line('');
  const names = table.columns.slice(0, max).map((_, i) => shortRepr(table.columnAt(i).name, MAX_NAME));
  const longest = Math.max(...names.map((name) => name.length));
  names.forEach((name, i) => {
    output.line(`${style.key(name.padEnd(longest))}  ${style.type(table.columnAt(i).dtype)}`);
  });
  if (table.shape[1] > max) output.line(style.faint(`… ${table.shape[1] - max} more`));
}

/** Options of `json`. */
export interface JsonOptions extends ReadOptions {
  pretty?: boolean;
}

/** `pickle-wasm json` */
export async function json(context: Context, paths: readonly string[], options: JsonOptions): Promise<void> {
  const { output, problems, progress } = context;
  await context.forEach(paths, { containers: true }, async (input) => {
    const report = context.writingStage('writing');
    let nulls = 0;
    const jsonOptions = {
      indent: options.pretty ? 2 : 0,
      maxLength: Math.max(context.maxSize, JSON_FACTOR * input.size),
      onNull: () => {
        nulls++;
      },
    };
    try {
      for await (const value of contents(input, options, context, allArrays)) {
        // Those of a plain pickle are in memory.
        if (input.source !== undefined) await loadTensors(value);
        progress.clear();
        for (const text of jsonPieces(value, jsonOptions)) {
          output.write(text);
          report(output.written, undefined);
        }
        output.line('');
      }
    } finally {
      output.flush();
      if (nulls > 0) {
        const numbers = nulls === 1 ? '1 number' : `${nulls} numbers`;
        problems.warn(input.name, `warning: ${numbers} (NaN or infinite) written as null, which JSON has instead`);
      }
    }
  });
}

/** Options of `dis`. */
export interface DisOptions {
  annotate?: boolean;
  memo?: boolean;
}

/** `pickle-wasm dis` */
export async function disassemble(context: Context, paths: readonly string[], options: DisOptions): Promise<void> {
  const { output } = context;
  await context.forEach(paths, { headings: true }, ({ bytes }) => {
    const report = context.writingStage('disassembling');
    const memo: DisMemo | undefined = options.memo ? new Map() : undefined;
    for (let start = 0; start < bytes.length; ) {
      let stop = '';
      let last = '';
      let lines = 0;
      const out = (text: string): void => {
        output.line(text.endsWith('\n') ? text.slice(0, -1) : text);
        stop = last;
        last = text;
        if ((++lines & LINES_MASK) === 0) report(Number.parseInt(text, 10), bytes.length);
      };
      dis(bytes, { start, out, memo, annotate: options.annotate ? ANNOTATE_COLUMN : 0 });
      // The line before the last one is that of STOP, a single byte.
      start = Number.parseInt(stop, 10) + 1;
    }
  });
}

/** `pickle-wasm globals` */
export async function globals(context: Context, paths: readonly string[]): Promise<void> {
  const { output, style, maxSize } = context;
  await context.forEach(paths, { headings: true, containers: true }, async ({ bytes, source, size }) => {
    if (source === undefined) {
      listGlobals(context, { bytes, offsetOf: (index) => index });
      return;
    }
    const pickles = await picklesIn(source, { limits: { bytes: Math.max(maxSize, size) } });
    const names = new Set(pickles.map(({ name }) => name));
    for (const pickle of pickles) {
      if (names.size > 1) output.line(style.faint(`--- ${pickle.name} ---`));
      listGlobals(context, pickle);
      if (pickle.error !== undefined) throw pickle.error;
    }
  });
}

/** The imports of pickles in a row. */
function listGlobals(context: Context, { bytes, offsetOf }: Pick<PickleInside, 'bytes' | 'offsetOf'>): void {
  const { output, style } = context;
  const report = context.writingStage('reading opcodes');
  for (let start = 0; start < bytes.length; ) {
    const uses = globalsOf(bytes, start);
    for (const use of uses) {
      const offset = String(offsetOf(use.offset));
      output.line(`${style.faint(offset.padStart(8))}  ${use.opcode.padEnd(12)}  ${style.warning(useText(use))}`);
      report(use.offset, bytes.length);
    }
    if (uses.error !== undefined) throw uses.error;
    start = uses.end;
    report(start, bytes.length);
  }
}

/** Options of commands that write a pickle. */
export interface WriteOptions {
  output: string;
}

/** `pickle-wasm optimize` */
export async function optimizeFile(context: Context, path: string, options: WriteOptions): Promise<void> {
  await rewrite(context, path, options.output, (input) =>
    Array.from(slices(input.bytes), (pickle) => optimize(pickle)),
  );
}

/** Options of `convert`. */
export interface ConvertOptions extends WriteOptions, ReadOptions {
  protocol: number;
}

/** `pickle-wasm convert` */
export async function convert(context: Context, path: string, options: ConvertOptions): Promise<void> {
  await rewrite(context, path, options.output, (input) =>
    Array.from(values(input, options, context.progress), (value) => dumps(value, { protocol: options.protocol })),
  );
}

/** Writes what `make` gives once all of it is there, so that a failure leaves no half a file. */
async function rewrite(
  context: Context,
  path: string,
  target: string,
  make: (input: Input) => Uint8Array[],
): Promise<void> {
  if (target === '-' && process.stdout.isTTY)
    throw new CommandError(
      'a pickle is no text for a terminal: name a file, or send it through a pipe',
      EXIT_USAGE,
      STDOUT,
    );
  await context.forEach([path], {}, async (input) => {
    const data = Buffer.concat(make(input));
    if (target === '-') context.output.bytes(data);
    else if (input.damage === undefined) {
      try {
        await writeFile(target, data);
      } catch (error) {
        throw new OutputError(error, target);
      }
    }
  });
}
