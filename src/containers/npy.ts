/**
 * NumPy's files: `.npy` (one array; numpy/lib/format.py, versions 1.0 to 3.0) and `.npz` (a zip archive of them).
 *
 * An array of objects is a pickle behind the header, and is read by `loads` with all its promises.
 */
import { LimitError, TruncatedError, UnpicklingError } from '../base/index.js';
import { Dtype, type DtypeField, NDArray, product } from '../families/index.js';
import { loads } from '../read/index.js';
import { configure, type LoadOptions } from '../session/index.js';
import { latin1, utf8 } from '../text/index.js';
import { type FileSource, type RandomAccess, randomAccess, readExactly } from './random-access.js';
import { memberOf, ZipArchive, type ZipEntry } from './zip.js';

const MAGIC = '\x93NUMPY';
/** NumPy itself refuses headers beyond 10,000 characters unless it is told otherwise. */
const MAX_HEADER = 1 << 16;
const MAX_DEPTH = 32;

/** What a header says. */
export interface NpyHeader {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly order: 'C' | 'F';
  /** Bytes from the start of the file to the items. */
  readonly dataOffset: number;
}

/**
 * Reads a `.npy` file: an `NDArray`, over the file's own bytes when these are in memory.
 * @param source bytes, a Blob or File, a file handle, or an object with `size` and `read(offset, length)`
 * @param options as of `loads`, for arrays of objects; `limits.bytes` bounds the items of any array
 * @throws UnpicklingError when the file is no such file or lies about itself, TruncatedError when it is cut off
 */
export async function loadNpy(source: FileSource, options?: LoadOptions): Promise<NDArray> {
  const { bytes } = configure(options);
  const file = await randomAccess(source);
  const { dtype, shape, order, dataOffset } = await readHeader(file);
  const left = file.size - dataOffset;
  if (dtype.hasObject) {
    const value = loads(await readItems(file, dataOffset, left, bytes), options) as unknown;
    if (value instanceof NDArray && String(value.shape) === String(shape)) return value;
    throw new UnpicklingError('npy file: the pickle of its objects holds no array of the shape in the header');
  }
  const size = product(shape) * dtype.itemsize;
  if (!Number.isSafeInteger(size)) throw new UnpicklingError(`npy file: impossible shape (${shape.join(', ')})`);
  if (size > left) throw new TruncatedError(`npy file: ${size} bytes of items expected, got ${left}`);
  return new NDArray(dtype, shape, await readItems(file, dataOffset, size, bytes), { order });
}

async function readItems(file: RandomAccess, at: number, size: number, limit: number): Promise<Uint8Array> {
  if (size > limit)
    throw new LimitError(`npy file: ${size} bytes of items; raise limits.bytes if the source is trusted`);
  return readExactly(file, at, size);
}

/** Reads the header alone. */
export async function readHeader(file: RandomAccess): Promise<NpyHeader> {
  const start = await readExactly(file, 0, Math.min(12, file.size));
  if (start.length < 10 || latin1(start, 0, 6) !== MAGIC)
    throw new UnpicklingError('npy file: it does not begin with \\x93NUMPY');
  const version = start[6];
  if (version < 1 || version > 3 || start[7] !== 0) {
    throw new UnpicklingError(`npy file: version ${version}.${start[7]} is not known, 1.0 to 3.0 are`);
  }
  const wide = version > 1;
  if (wide && start.length < 12) throw new TruncatedError('npy file: it ends within its header');
  const view = new DataView(start.buffer, start.byteOffset, start.length);
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  if (length > MAX_HEADER)
    throw new LimitError(`npy file: a header of ${length} bytes, more than the ${MAX_HEADER} that are read`);
  const dataOffset = (wide ? 12 : 10) + length;
  if (dataOffset > file.size) throw new TruncatedError('npy file: it ends within its header');
  const bytes = await readExactly(file, wide ? 12 : 10, length);
  const text = version === 3 ? utf8(bytes, 0, length) : latin1(bytes, 0, length);
  const header = new Literal(text).dict();
  const known = ['descr', 'fortran_order', 'shape'];
  if (header.size !== known.length || !known.every((key) => header.has(key))) badHeader('keys');
  const shape = header.get('shape');
  const fortran = header.get('fortran_order');
  if (
    !isTuple(shape) ||
    shape.items.length > 64 ||
    !shape.items.every((n) => Number.isSafeInteger(n) && (n as number) >= 0)
  ) {
    badHeader('shape');
  }
  if (typeof fortran !== 'boolean') badHeader('fortran_order');
  const dtype = dtypeOf(header.get('descr'), 0);
  return { dtype, shape: shape.items as number[], order: fortran ? 'F' : 'C', dataOffset };
}

function badHeader(what: string): never {
  throw new UnpicklingError(`npy file: its header has no proper ${what}`);
}

/**
 * `numpy.lib.format.descr_to_dtype`: text, `(base, shape)`, or a list of fields; a void field without a name is
 * padding.
 */
function dtypeOf(descr: unknown, depth: number): Dtype {
  if (depth > MAX_DEPTH) badHeader('descr');
  if (typeof descr === 'string') return new Dtype(descr);
  if (isTuple(descr) && descr.items.length === 2) {
    const base = dtypeOf(descr.items[0], depth + 1);
    const shape = descr.items[1];
    const lengths = isTuple(shape) ? shape.items : [shape];
    if (!lengths.every((n) => Number.isInteger(n) && (n as number) >= 0)) badHeader('descr');
    return compound(base.itemsize * product(lengths as number[]), { subdtype: { base, shape: lengths as number[] } });
  }
  if (!Array.isArray(descr)) badHeader('descr');
  const names: string[] = [];
  const fields = new Map<unknown, DtypeField>();
  let offset = 0;
  for (const field of descr as unknown[]) {
    if (!isTuple(field) || field.items.length < 2 || field.items.length > 3) badHeader('descr');
    const [label, code, shape] = field.items;
    const dtype = dtypeOf(shape === undefined ? code : new TupleLiteral([code, shape]), depth + 1);
    const [title, name] = isTuple(label) ? label.items : [undefined, label];
    if (typeof name !== 'string') badHeader('descr');
    if (name !== '' || dtype.kind !== 'V' || dtype.names !== null || dtype.subdtype !== null) {
      if (fields.has(name) || (title !== undefined && (typeof title !== 'string' || fields.has(title))))
        badHeader('descr');
      const entry = { dtype, offset, title };
      names.push(name);
      fields.set(name, entry);
      if (title !== undefined) fields.set(title, entry);
    }
    offset += dtype.itemsize;
  }
  return compound(offset, { names, fields });
}

type Parts = Partial<Pick<Dtype, 'subdtype' | 'names' | 'fields'>>;

function compound(itemsize: number, { subdtype = null, names = null, fields = null }: Parts): Dtype {
  if (itemsize > 0x7fffffff) badHeader('descr');
  const dtype = new Dtype(`V${itemsize}`);
  const common = {
    byteorder: '|',
    itemsize,
    alignment: 1,
    flags: undefined,
    metadata: undefined,
    unit: undefined,
    unitCount: 1,
  };
  Dtype.setState(dtype, { ...common, subdtype, names, fields });
  return dtype;
}

class TupleLiteral {
  readonly items: readonly unknown[];
  constructor(items: readonly unknown[]) {
    this.items = items;
  }
}

function isTuple(value: unknown): value is TupleLiteral {
  return value instanceof TupleLiteral;
}

/** A Python literal: `ast.literal_eval` as far as headers need it (Python 2 writes `3L`). */
class Literal {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The one dict that the text is. */
  dict(): Map<unknown, unknown> {
    const value = this.#value(0);
    this.#blanks();
    if (!(value instanceof Map) || this.#at < this.#text.length) badHeader('dict');
    return value;
  }

  #value(depth: number): unknown {
    if (depth > MAX_DEPTH) badHeader('dict');
    this.#blanks();
    const next = this.#text[this.#at];
    if (next === "'" || next === '"') return this.#string(next);
    if (next === '{') return new Map(this.#items('}', depth, true).items as [unknown, unknown][]);
    if (next === '[') return this.#items(']', depth, false).items;
    if (next === '(') {
      const { items, comma } = this.#items(')', depth, false);
      return items.length === 1 && !comma ? items[0] : new TupleLiteral(items);
    }
    const word =
      /^(?:None|True|False|-?\d{1,19})(?=L?[^\w]|L?$)/.exec(this.#text.slice(this.#at, this.#at + 24))?.[0] ??
      badHeader('dict');
    this.#at += word.length;
    if (this.#text[this.#at] === 'L') this.#at++;
    return word === 'None' ? null : word === 'True' ? true : word === 'False' ? false : Number(word);
  }

  /** What stands between two brackets, commas between; `comma`: one more behind the last. */
  #items(close: string, depth: number, pairs: boolean): { items: unknown[]; comma: boolean } {
    const items: unknown[] = [];
    let comma = false;
    this.#at++;
    for (;;) {
      this.#blanks();
      if (this.#take(close)) return { items, comma };
      if (items.length > 0 && !comma) badHeader('dict');
      const key = this.#value(depth + 1);
      if (pairs) {
        this.#blanks();
        if (!this.#take(':')) badHeader('dict');
      }
      items.push(pairs ? [key, this.#value(depth + 1)] : key);
      this.#blanks();
      comma = this.#take(',');
    }
  }

  #string(quote: string): string {
    let text = '';
    for (this.#at++; this.#text[this.#at] !== quote; this.#at++) {
      let character = this.#text[this.#at];
      if (character === undefined || character === '\n') badHeader('dict');
      if (character === '\\') {
        const match = /^\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|([\\'"]))/i.exec(
          this.#text.slice(this.#at, this.#at + 10),
        );
        if (match === null) badHeader('dict');
        const code = Number.parseInt(match[1] ?? match[2] ?? match[3] ?? '0', 16);
        if (code > 0x10ffff) badHeader('dict');
        character = match[4] ?? String.fromCodePoint(code);
        this.#at += match[0].length - 1;
      }
      text += character;
    }
    this.#at++;
    return text;
  }

  #blanks(): void {
    while (/[ \t\r\n\f]/.test(this.#text[this.#at] ?? '')) this.#at++;
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }
}

/** The arrays of an `.npz` file by name; each is read when it is asked for. */
export class NpzFile {
  readonly #archive: ZipArchive;
  readonly #options: LoadOptions | undefined;
  readonly #limit: number;
  readonly #members: ReadonlyMap<string, ZipEntry>;

  /** @internal */
  constructor(archive: ZipArchive, options: LoadOptions | undefined, limit: number) {
    this.#archive = archive;
    this.#options = options;
    this.#limit = limit;
    this.#members = new Map([...archive.entries].map(([name, entry]) => [name.replace(/\.npy$/, ''), entry]));
  }

  /** Names as `numpy.load(file).files` has them: without `.npy`. */
  get names(): string[] {
    return [...this.#members.keys()];
  }

  /** Number of arrays. */
  get size(): number {
    return this.#members.size;
  }

  has(name: string): boolean {
    return this.#member(name) !== undefined;
  }

  #entry(name: string): ZipEntry {
    const entry = this.#member(name);
    if (entry !== undefined) return entry;
    throw new UnpicklingError(
      `npz file: there is no ${JSON.stringify(name)}, only ${this.names.slice(0, 20).join(', ')}`,
    );
  }

  #member(name: string): ZipEntry | undefined {
    return this.#members.get(name) ?? this.#members.get(name.replace(/\.npy$/, ''));
  }

  /**
   * Reads one array, decompressing it if need be.
   * @throws UnpicklingError when there is none of that name, or it is no `.npy` file
   */
  async get(name: string): Promise<NDArray> {
    return loadNpy(await this.#archive.read(this.#entry(name), this.#limit), this.#options);
  }

  /**
   * Reads what an array is, and not its items where these are not compressed.
   * @throws UnpicklingError as `get`
   */
  async header(name: string): Promise<NpyHeader> {
    return readHeader(await memberOf(this.#archive, this.#entry(name), this.#limit));
  }

  /** Names and arrays, read one after the other. */
  async *[Symbol.asyncIterator](): AsyncGenerator<[name: string, array: NDArray]> {
    for (const name of this.names) yield [name, await this.get(name)];
  }
}

/**
 * Opens an `.npz` file: its directory is read, its arrays when they are asked for.
 * @param source as of `loadNpy`
 * @param options as of `loadNpy`
 * @throws UnpicklingError when it is no zip archive, or names contradict each other
 */
export async function loadNpz(source: FileSource, options?: LoadOptions): Promise<NpzFile> {
  const { bytes } = configure(options);
  return new NpzFile(await ZipArchive.open(await randomAccess(source)), options, bytes);
}
