/**
 * Arrow's arrays as pyarrow pickles them: type, length, number of missing values, offset, buffers, children,
 * dictionary.
 */
import { PickleError } from '../../base/index.js';
import { arity, asBytes, asSequence, asSmallInteger, fail, needed } from '../../registry/index.js';
import { setOwn, shrink, Tuple, viewOf } from '../../values/index.js';
import { type ArrayData, Decimal, Dtype, datetime64Text, PyDate, PyTime, PyZoneInfo, typedData } from '../index.js';
import { ArrowType } from './arrow-types.js';
import { checkVirtual, type Made, Pickled } from './pickled.js';
import { Timedelta, Timestamp, type TimeUnit } from './time.js';
import { maskOf, Vector } from './vector.js';

const MAX = Number.MAX_SAFE_INTEGER;
/** Bytes of text that are decoded at once: less than the longest string. */
const MAX_TEXT = 1 << 28;
/** Types of one number each, as NumPy calls them. Times are integers. */
const NUMBERS: Readonly<Record<string, string>> = {
  int8: 'i1',
  int16: 'i2',
  int32: 'i4',
  int64: 'i8',
  uint8: 'u1',
  uint16: 'u2',
  uint32: 'u4',
  uint64: 'u8',
  halffloat: 'f2',
  float: 'f4',
  double: 'f8',
  timestamp: 'i8',
  duration: 'i8',
  date32: 'i4',
  date64: 'i8',
  time32: 'i4',
  time64: 'i8',
};
const DECIMALS: Readonly<Record<string, number>> = { decimal32: 4, decimal64: 8, decimal128: 16, decimal256: 32 };
/** Types of many bytes each, and the size of their offsets. */
const OFFSETS: Readonly<Record<string, number>> = {
  string: 4,
  binary: 4,
  list: 4,
  map: 4,
  large_string: 8,
  large_binary: 8,
  large_list: 8,
};
const utf8 = /*#__PURE__*/ new TextDecoder('utf-8', { ignoreBOM: true });

/** `pyarrow.lib.py_buffer(bytes)`. */
export class ArrowBuffer extends Pickled {
  readonly bytes: Uint8Array;

  /** @internal */
  constructor(made: Made) {
    super(made);
    arity(made.args, 1, 1);
    this.bytes = needed(asBytes(made.args[0]) ?? viewOf(made.args[0]), 'bytes-like object');
  }

  override toString(): string {
    return `${this.bytes.length} bytes`;
  }
}

/** An array of Arrow: one piece of a column. Missing values are null. */
export class ArrowArray extends Vector {
  readonly type: ArrowType;
  readonly length: number;
  readonly #offset: number;
  readonly #validity: Uint8Array | undefined;
  readonly #offsets: ArrayData | undefined;
  readonly #bytes: Uint8Array;
  readonly #children: readonly ArrowArray[];
  readonly #dictionary: ArrowArray | undefined;

  /**
   * @param parts the 7-tuple that `_restore_array` takes @throws UnpicklingError when it does not fit together
   * @internal
   */
  constructor(parts: unknown, made?: Made, depth = 0) {
    super(made);
    const items = needed(asSequence(parts), 'tuple');
    if (items.length !== 7 || depth > 32) fail('tuple of 7 items expected');
    const [type, length, , offset, buffers, children, dictionary] = items;
    this.type = type instanceof ArrowType ? type : fail('pyarrow.DataType expected');
    this.length = needed(asSmallInteger(length, 0, MAX), 'length');
    this.#offset = needed(asSmallInteger(offset, 0, MAX), 'offset');
    const memory = needed(asSequence(buffers), 'list of buffers').map((buffer) => {
      if (buffer === null) return undefined;
      return buffer instanceof ArrowBuffer ? buffer.bytes : fail('buffer expected');
    });
    this.#children = needed(asSequence(children), 'list of children').map(
      (child) => new ArrowArray(child, undefined, depth + 1),
    );
    this.#dictionary = dictionary === null ? undefined : new ArrowArray(dictionary, undefined, depth + 1);
    Pickled.complete(this, type, ...this.#children, this.#dictionary);
    const end = this.#offset + this.length;
    this.#validity = this.type.id === 'null' ? undefined : memory[0];
    requireBytes(this.#validity, end / 8);
    this.#bytes = memory[1] ?? new Uint8Array(0);
    this.#check(end, memory);
    const width = OFFSETS[this.type.id];
    if (width === undefined) return;
    this.#bytes = memory[2] ?? new Uint8Array(0);
    // Of no items there need be no offsets at all.
    const offsets = memory[1] ?? new Uint8Array(0);
    if (this.length > 0) requireBytes(offsets, (end + 1) * width);
    this.#offsets = typedData(new Dtype(`i${width}`), offsets.subarray(0, offsets.length - (offsets.length % width)));
  }

  /** Every value that is to be read must be there. */
  #check(end: number, memory: readonly (Uint8Array | undefined)[]): void {
    const { id, size = 0, fields } = this.type;
    const width = this.#width;
    if (width !== undefined) requireBytes(this.#bytes, end * width);
    else if (id === 'bool') requireBytes(this.#bytes, end / 8);
    const count =
      id === 'struct' ? fields.length : ['list', 'large_list', 'fixed_size_list', 'map'].includes(id) ? 1 : 0;
    if (this.#children.length !== count || memory.length > 4) fail(`${count} children expected`);
    const least = id === 'struct' ? end : id === 'fixed_size_list' ? end * size : 0;
    if (this.#children.some((child) => child.length < least)) fail(`children of ${least} values expected`);
    if ((id === 'dictionary') !== (this.#dictionary !== undefined)) fail('dictionary expected');
  }

  /** Bytes of a value, for types that have so many each. */
  get #width(): number | undefined {
    const { id, size } = this.type;
    const code = this.#code;
    return code !== undefined ? Number(code[1]) : id === 'fixed_size_binary' ? size : DECIMALS[id];
  }

  get #code(): string | undefined {
    return NUMBERS[(this.type.index ?? this.type).id];
  }

  get dtype(): string {
    return `${this.type}[pyarrow]`;
  }

  #isMissing(index: number): boolean {
    const bit = this.#offset + index;
    return (
      this.type.id === 'null' || (this.#validity !== undefined && ((this.#validity[bit >> 3] >> (bit & 7)) & 1) === 0)
    );
  }

  protected override makeNulls(): Uint8Array | undefined {
    checkVirtual(this.length);
    return maskOf(this.length, (index) => this.#isMissing(index));
  }

  /** The numbers of the buffer. */
  #numbers(): ArrayData {
    const code = this.#code as string;
    const width = Number(code[1]);
    return typedData(new Dtype(code), this.#bytes.subarray(this.#offset * width, (this.#offset + this.length) * width));
  }

  protected makeData(): ArrayData {
    const { id } = this.type;
    if (this.#code !== undefined && id !== 'dictionary') return this.#numbers();
    if (id !== 'bool') return this.toArray();
    const bits = new Uint8Array(this.length);
    for (let i = 0; i < bits.length; i++) bits[i] = this.#bit(i);
    return bits;
  }

  #bit(index: number): number {
    const bit = this.#offset + index;
    return (this.#bytes[bit >> 3] >> (bit & 7)) & 1;
  }

  protected valueAt(index: number): unknown {
    if (this.#isMissing(index)) return null;
    const { type } = this;
    const place = this.#offset + index;
    switch (type.id) {
      case 'bool':
        return this.#bit(index) === 1;
      case 'string':
      case 'large_string':
        return this.#text === undefined ? utf8.decode(this.#slice(place)) : this.#text.slice(...this.#range(place));
      case 'binary':
      case 'large_binary':
        return this.#slice(place);
      case 'fixed_size_binary':
        return this.#bytes.subarray(place * (type.size as number), (place + 1) * (type.size as number));
      case 'list':
      case 'large_list':
      case 'map':
        return this.#list(...this.#range(place));
      case 'fixed_size_list':
        return this.#list(place * (type.size as number), (place + 1) * (type.size as number));
      case 'struct': {
        const record = {};
        type.fields.forEach(({ name }, i) => {
          setOwn(record, name, this.#children[i].at(place));
        });
        return record;
      }
      case 'dictionary':
        this.#codes ??= this.#numbers();
        return (this.#dictionary as ArrowArray).all()[Number(this.#codes[index])] ?? null;
    }
    if (DECIMALS[type.id] !== undefined) return this.#decimal(place);
    if (NUMBERS[type.id] === undefined) throw new PickleError(`values of Arrow's type ${type} are not known`);
    const value = (this.data as BigInt64Array)[index];
    return type.unit === undefined
      ? typeof value === 'bigint'
        ? shrink(value)
        : value
      : timeValue(type, BigInt(value));
  }

  #codes: ArrayData | undefined;

  /** All of the memory as text, of which a value is a slice, when it is ASCII. */
  #text: string | undefined;

  /**
   * Performance: a call of the decoder for each value takes three times as long (200k short ones: 150 ms against 50).
   */
  override all(): readonly unknown[] {
    const isText = this.type.id.endsWith('string') && this.#bytes.length < MAX_TEXT && this.length > 1;
    const text = isText ? utf8.decode(this.#bytes) : undefined;
    if (text?.length === this.#bytes.length && !text.includes('\ufffd')) this.#text = text;
    const values = super.all();
    this.#text = undefined;
    return values;
  }

  /** Start and end of a value in bytes, or in items. */
  #range(place: number): [start: number, end: number] {
    if (this.#places === undefined) this.#places = this.#checkedOffsets();
    return [this.#places[place], this.#places[place + 1]];
  }

  #places: Float64Array | undefined;

  /** The offsets as numbers: each as large as the one before, so that no part is read many times. */
  #checkedOffsets(): Float64Array {
    const limit = this.#children.length > 0 ? this.#children[0].length : this.#bytes.length;
    const places = new Float64Array(this.#offset + this.length + 1);
    const offsets = this.#offsets as BigInt64Array;
    let before = 0;
    for (let i = this.#offset; i < places.length; i++) {
      const offset = Number(offsets[i]);
      if (!(offset >= before && offset <= limit))
        throw new PickleError(`Arrow's offset ${offset} is not within ${before} to ${limit}`);
      places[i] = before = offset;
    }
    return places;
  }

  #slice(place: number): Uint8Array {
    return this.#bytes.subarray(...this.#range(place));
  }

  #list(start: number, end: number): unknown[] {
    return this.#children[0].all().slice(start, end);
  }

  #decimal(place: number): Decimal {
    const width = DECIMALS[this.type.id];
    let value = 0n;
    for (let i = width - 1; i >= 0; i--) value = (value << 8n) | BigInt(this.#bytes[place * width + i]);
    value = BigInt.asIntN(width * 8, value);
    return new Decimal(`${value}e${-this.type.scale}`);
  }
}

/** Refuses a buffer of less than `count` bytes; one that is not there has none to offer and none to check. */
function requireBytes(bytes: Uint8Array | undefined, count: number): void {
  if (bytes !== undefined && bytes.length < Math.ceil(count))
    fail(`buffer of ${Math.ceil(count)} bytes expected, got ${bytes.length}`);
}

/** A count of units as what pandas gives. */
function timeValue(type: ArrowType, ticks: bigint): unknown {
  const { id, unit } = type;
  const zone = type.tz === null ? null : new PyZoneInfo(type.tz);
  if (id === 'timestamp') return new Timestamp(ticks, unit as TimeUnit, zone);
  if (id === 'duration') return new Timedelta(ticks, unit as TimeUnit);
  const [date, time] = datetime64Text(ticks, id === 'date32' ? 'D' : (unit as string), 1).split('T');
  if (time === undefined || id === 'date64') {
    const [, sign, year, month, day] = /^(-?)(\d+)-(\d+)-(\d+)/.exec(date) as RegExpExecArray;
    return sign === '' && year.length === 4 && year !== '0000'
      ? new PyDate(Number(year), Number(month), Number(day))
      : date;
  }
  const [hour, minute, second, fraction = ''] = time.split(/[:.]/);
  return new PyTime(Number(hour), Number(minute), Number(second), Number(fraction.slice(0, 6).padEnd(6, '0')));
}

/** `_restore_array` takes one tuple, with tuples for children and dictionary. */
export function arrowTuple(parts: unknown): unknown {
  const items = asSequence(parts);
  if (items === undefined) return parts;
  const [type, length, nulls, offset, buffers, children, dictionary] = items;
  return new Tuple([
    type,
    length,
    nulls,
    offset,
    buffers,
    asSequence(children)?.map(arrowTuple),
    dictionary && arrowTuple(dictionary),
  ]);
}

/** `pyarrow.lib._restore_array(parts)`. */
export class RestoredArray extends ArrowArray {
  /** @internal */
  constructor(made: Made) {
    arity(made.args, 1, 1);
    super(made.args[0], made);
  }

  protected override written([parts]: readonly unknown[], state: unknown): [unknown[], unknown] {
    return [[arrowTuple(parts)], state];
  }
}

/** `pyarrow.lib.chunked_array(arrays, type)`: arrays one behind the other. */
export class ChunkedArray extends Vector {
  readonly length: number;
  readonly dtype: string;
  readonly chunks: readonly ArrowArray[];
  #starts: Float64Array | undefined;

  /** @internal */
  constructor(made: Made) {
    super(made);
    const [arrays, type] = made.args;
    this.chunks = needed(asSequence(arrays), 'list of arrays').map((array) =>
      array instanceof ArrowArray ? array : fail('array expected'),
    );
    const texts = new Set(
      [...this.chunks, ...(type instanceof ArrowType ? [{ type }] : [])].map((chunk) => String(chunk.type)),
    );
    if (texts.size !== 1) fail('arrays of one type expected');
    this.length = this.chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    this.dtype = `${[...texts][0]}[pyarrow]`;
    Pickled.complete(this, ...this.chunks, type);
  }

  protected valueAt(index: number): unknown {
    if (this.#starts === undefined) {
      let start = 0;
      this.#starts = Float64Array.from(this.chunks, ({ length }) => {
        start += length;
        return start - length;
      });
    }
    let [low, high] = [0, this.chunks.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#starts[middle] <= index) low = middle;
      else high = middle;
    }
    return this.chunks[low].at(index - this.#starts[low]) ?? null;
  }

  protected makeData(): ArrayData {
    if (this.chunks.length === 1) return this.chunks[0].data;
    const parts = this.chunks.map((chunk) => chunk.data);
    if (parts.length === 0 || parts.some(Array.isArray)) return parts.flat();
    const data = new (parts[0].constructor as Float64ArrayConstructor)(this.length);
    let at = 0;
    for (const part of parts as Float64Array[]) {
      data.set(part, at);
      at += part.length;
    }
    return data;
  }

  protected override makeNulls(): Uint8Array | undefined {
    checkVirtual(this.length);
    const masks = this.chunks.map((chunk) => chunk.nulls);
    if (masks.every((mask) => mask === undefined)) return undefined;
    const nulls = new Uint8Array(this.length);
    let at = 0;
    masks.forEach((mask, i) => {
      if (mask !== undefined) nulls.set(mask, at);
      at += this.chunks[i].length;
    });
    return nulls;
  }
}
