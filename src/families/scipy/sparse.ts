/**
 * `scipy.sparse`: matrices that keep the values beside zero only. What the parts of each format are stands in the
 * classes of scipy/sparse (`_compressed.py`, `_coo.py`, `_bsr.py`, `_dia.py`, `_lil.py`, `_dok.py`).
 */
import { LimitError, PickleError } from '../../base/index.js';
import { asSequence, fail, REDUCE, type Reduction } from '../../registry/index.js';
import { Dict, type HookContext, INSPECT, PyGlobal, REPR, type ReprPart } from '../../values/index.js';
import { type ArrayData, Dtype, entryOf, type Made, NDArray, Pickled } from '../index.js';
import { type Coordinates, checkedShape, type IndexArray, indexArray } from './coordinates.js';
import { FORMATS, PARTS, type Parts, placeOf, tupleOf } from './formats.js';
import { emptyValues, sumOf, valueAt, widthOf } from './values.js';

/** Cells that a dense array may have. */
const MAX_CELLS = 2 ** 26;

/** A sparse matrix or array of SciPy: `csr`, `csc`, `coo`, `bsr`, `dia`, `lil` or `dok`. */
export class SparseMatrix extends Pickled {
  /** `'csr'`, `'csc'`, `'coo'`, `'bsr'`, `'dia'`, `'lil'` or `'dok'`. */
  readonly format: string;
  /** The entries of a dok matrix, which is a dict. */
  #items: Map<string, [key: unknown, value: unknown]> | undefined;
  #parts: Parts | undefined;
  #coordinates: Coordinates | undefined;

  /** @internal */
  constructor(made: Made, format: string) {
    super(made, false);
    this.format = format;
  }

  /** An entry of a dok matrix. @internal */
  static setItem(self: SparseMatrix, key: unknown, value: unknown): void {
    if (Pickled.stateOf(self) !== undefined) fail('no items after the state expected');
    self.#items ??= new Map();
    // Only what has the same name as another key is looked at twice: places() checks what a key is.
    self.#items.set(placeOf(key).join(), [key, value]);
  }

  /** @internal */
  static setState(self: SparseMatrix, state: unknown, context: HookContext): void {
    Pickled.keepState(self, state);
    const shape = checkedShape(asSequence(entryOf(state, '_shape')));
    if (shape.length !== 2 && !['csr', 'coo', 'dok'].includes(self.format)) fail('shape of 2 axes expected');
    if (shape.length > 2 && self.format !== 'coo') fail('shape of 1 or 2 axes expected');
    self.#parts = PARTS[self.format](self.format, shape, (...names) => entryOf(state, ...names), context, self.#items);
    Pickled.complete(self);
  }

  get #known(): Parts {
    if (this.#parts === undefined) throw new PickleError(`${this.pickledName} has got no state`);
    return this.#parts;
  }

  /** True for SciPy's newer classes (`csr_array`), whose `*` multiplies item by item. */
  get isArray(): boolean {
    return this.pickledName.endsWith('array');
  }

  /** Length of each axis: two, but one for some arrays, and any number for coo arrays. */
  get shape(): readonly number[] {
    return this.#known.shape;
  }

  get dtype(): Dtype {
    return this.#known.dtype;
  }

  /** Number of values that are stored, zeros among them. */
  get nnz(): number {
    return this.#known.nnz;
  }

  /**
   * The values as the format keeps them: one after the other; of bsr block by block, of dia diagonal by diagonal.
   * Complex ones are pairs of real and imaginary part. Of lil and dok those of `toCOO()`.
   */
  get data(): ArrayData {
    const { format } = this;
    return format === 'lil' || format === 'dok' ? this.toCOO().data : this.#known.data;
  }

  /** Of csr, csc and bsr: the column (of csc the row) of each value or block; else undefined. */
  get indices(): IndexArray | undefined {
    return this.#index('indices');
  }

  /**
   * Of csr, csc and bsr: where each row (of csc each column) begins in `indices`, and where the last one ends; else
   * undefined.
   */
  get indptr(): IndexArray | undefined {
    return this.#index('indptr');
  }

  /** Of dia: the diagonals, 0 the main one, above it positive; else undefined. */
  get offsets(): IndexArray | undefined {
    return this.#index('offsets');
  }

  /** Of coo: the row of each value; else undefined. */
  get row(): IndexArray | undefined {
    return this.format === 'coo' ? this.toCOO().row : undefined;
  }

  /** Of coo: the column of each value; else undefined. */
  get col(): IndexArray | undefined {
    return this.format === 'coo' ? this.toCOO().col : undefined;
  }

  #index(name: 'indices' | 'indptr' | 'offsets'): IndexArray | undefined {
    const data = this.#known[name];
    return data && indexArray(data);
  }

  /**
   * The places of all values, as SciPy's `tocoo()`. @throws PickleError for lil and dok matrices whose lists do not fit
   */
  toCOO(): Coordinates {
    const parts = this.#known;
    this.#coordinates ??= parts.places(parts);
    return this.#coordinates;
  }

  /**
   * All values as nested arrays, zeros included; values of one place are added. Booleans, numbers, bigints beyond 2^53,
   * `Complex`.
   * @throws LimitError for more than 2^26 cells; PickleError for values that JavaScript has no numbers for
   */
  toArray(): unknown[] {
    const { shape, dtype } = this;
    const cells = shape.reduce((product, length) => product * Math.max(1, length), 1);
    if (cells > MAX_CELLS)
      throw new LimitError(`too many values (shape ${shape.join(', ')}) to be made at once; see toCOO()`);
    widthOf(dtype);
    const { coords, data } = this.toCOO();
    const zero = valueAt(dtype, emptyValues(dtype, 1), 0);
    const flat: unknown[] = new Array(shape.reduce((product, length) => product * length, 1)).fill(zero);
    const count = coords[0].length;
    for (let i = 0; i < count; i++) {
      let at = 0;
      for (let axis = 0; axis < shape.length; axis++) at = at * shape[axis] + coords[axis][i];
      const value = valueAt(dtype, data, i);
      flat[at] = flat[at] === zero ? value : sumOf(dtype, flat[at], value);
    }
    return NDArray.ofItems(new Dtype('O'), shape, flat, 'numpy._core').toArray() as unknown[];
  }

  /** As `repr`. */
  override toString(): string {
    if (this.#parts === undefined) return `<${this.pickledName}>`;
    const { shape, dtype, nnz, note } = this.#parts;
    const kind = `${FORMATS[this.format]} sparse ${this.isArray ? 'array' : 'matrix'} of dtype '${dtype.name}'`;
    const lengths = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
    return `<${kind} with ${nnz} stored elements${note ?? ''} and shape (${lengths})>`;
  }

  /** `{format, shape, dtype, coords, data}`: the places by axis, and the values. */
  toJSON(): unknown {
    if (this.#parts === undefined) return { format: this.format };
    const { shape, dtype } = this;
    const { coords, data } = this.toCOO();
    const values = Array.from(coords[0], (_, i) => {
      const value = valueAt(dtype, data, i);
      return typeof value === 'bigint' ? String(value) : value;
    });
    return {
      format: this.format,
      shape,
      dtype: dtype.name,
      coords: coords.map((axis) => Array.from(axis)),
      data: values,
    };
  }

  /** As SciPy 1.14 and later print it, on one line. */
  override [REPR](): Iterable<ReprPart> {
    return [this.toString()];
  }

  /** What `console.log` shows. */
  [INSPECT](): string {
    return this.toString();
  }

  /** A dok matrix is a dict with items: SciPy's own `__reduce__` is that of protocol 0. @internal */
  override [REDUCE](protocol: number): Reduction {
    if (this.format !== 'dok') return super[REDUCE](protocol);
    const entries = Array.from(this.#items?.values() ?? [], ([key, value]) => [tupleOf(key), value] as const);
    const args = [(Pickled.madeOf(this) as Made).callee, new PyGlobal('builtins', 'dict'), new Dict(entries)];
    return [new PyGlobal('copyreg', '_reconstructor'), args, Pickled.stateOf(this)];
  }
}
