/** Python's text of NumPy's scalars. */
import { bytesRepr, complexRepr, floatRepr } from '../../text/index.js';
import { Bytes, Complex, exactFloat, type ReprPart, Tuple } from '../../values/index.js';
import { Dtype, fieldNamed } from './dtype.js';
import { dtypeText } from './dtype-text.js';
import type { NumPyScalar } from './scalar.js';

/** Units of timedelta64 in words. */
const UNIT_NAMES: Record<string, string> = {
  Y: 'years',
  M: 'months',
  W: 'weeks',
  D: 'days',
  h: 'hours',
  m: 'minutes',
  s: 'seconds',
  ms: 'milliseconds',
  us: 'microseconds',
  ns: 'nanoseconds',
  ps: 'picoseconds',
  fs: 'femtoseconds',
  as: 'attoseconds',
  generic: 'generic time units',
};
/** Names of scalar types that are not the dtype's. */
const TYPE_NAMES: Record<string, string> = {
  S: 'bytes_',
  U: 'str_',
  V: 'void',
  M: 'datetime64',
  m: 'timedelta64',
  f16: 'longdouble',
  c32: 'clongdouble',
};

/** Python's `str(scalar)`, for instance `'0.1'` for a float32, `'125 seconds'` for a timedelta64; records as JSON. */
export function scalarText(scalar: NumPyScalar): string {
  const { value, dtype } = scalar;
  const { kind, unit, itemsize } = dtype;
  if (unit !== undefined) {
    if (value === null) return 'NaT';
    return kind === 'M' ? scalar.toString() : `${scalar.ticks * BigInt(dtype.unitCount)} ${UNIT_NAMES[unit]}`;
  }
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value instanceof Uint8Array) return kind === 'S' ? [...bytesRepr(value)].join('') : hexText(value);
  if (value instanceof Complex)
    return itemsize === 16
      ? complexRepr(value.real, value.imag)
      : complexText(value, (part) => shortFloat(part, 1e6, singleNeighbours));
  if (kind !== 'f' || typeof value !== 'number') return scalar.toString();
  if (itemsize === 8) return floatRepr(value);
  const text = itemsize === 4 ? shortFloat(value, 1e6, singleNeighbours) : shortFloat(value, 1e3, halfNeighbours);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** `repr` of NumPy 2 in parts, for instance `np.float64(1.5)`, `np.True_`, `np.datetime64('2020-01-01')`. */
export function scalarParts(scalar: NumPyScalar): ReprPart[] {
  const { dtype, value } = scalar;
  const { kind, itemsize, unit, unitCount, type } = dtype;
  if (kind === 'b') return [`np.${scalarText(scalar)}_`];
  const name = `np.${type?.name ?? TYPE_NAMES[kind + itemsize] ?? TYPE_NAMES[kind] ?? new Dtype(kind + itemsize).name}`;
  if (unit !== undefined) {
    const suffix = `,'${unitCount === 1 ? '' : unitCount}${unit}'`;
    if (kind === 'M')
      return [`${name}('${scalarText(scalar)}'${value === null || unitCount !== 1 || unit === 'h' ? suffix : ''})`];
    return [`${name}(${value === null ? "'NaT'" : value}${unit === 'generic' ? '' : suffix})`];
  }
  if (dtype.names !== null) {
    const text = type === undefined ? dtypeText(dtype) : dtypeText(dtype).slice(`(${type}, `.length, -1);
    return [`${name}(`, { value: pythonItem(dtype, value) }, `, dtype=${text})`];
  }
  if (kind === 'U') return [`${name}(`, { value }, ')'];
  const text = scalarText(scalar);
  return [name, /^\(.*\)$/.test(text) ? text : `(${text})`];
}

/** The item with the types whose `repr` is Python's: tuples for records, floats, bytes. */
function pythonItem(dtype: Dtype, value: unknown): unknown {
  const { names, subdtype, kind } = dtype;
  if (names !== null) {
    const record = value as Record<string, unknown>;
    return new Tuple(names.map((name) => pythonItem(fieldNamed(dtype, name).dtype, record[name])));
  }
  if (subdtype !== null && Array.isArray(value))
    return value.map((item) => pythonItem(Array.isArray(item) ? dtype : subdtype.base, item));
  if (kind === 'S' && typeof value === 'string')
    return new Bytes(Uint8Array.from(value, (letter) => letter.charCodeAt(0)));
  if (value instanceof Uint8Array) return new Bytes(value);
  return kind === 'f' && typeof value === 'number' ? exactFloat(value) : value;
}

function complexText(value: Complex, text: (part: number) => string): string {
  const imag = text(value.imag);
  if (Object.is(value.real, 0)) return `${imag}j`;
  return `(${text(value.real)}${imag.startsWith('-') ? '' : '+'}${imag}j)`;
}

/**
 * The shortest digits that no other number of the type is nearer to; an exponent from `limit` on and below 1e-4
 * (NumPy's Dragon4 with `unique`).
 */
function shortFloat(
  value: number,
  limit: number,
  neighbours: (size: number) => [below: number, above: number],
): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || value === 0) return floatRepr(value).replace('.0', '');
  const [below, above] = neighbours(size);
  let precision = 1;
  let text = size.toPrecision(precision);
  while (Math.abs(Number(text) - size) >= (Number(text) < size ? size - below : above - size) / 2)
    text = size.toPrecision(++precision);
  const sign = value < 0 ? '-' : '';
  if (size >= 1e-4 && size < limit) return sign + String(Number(text));
  const [digits, exponent] = Number(text).toExponential().split('e');
  return `${sign}${digits}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
}

/** The float32 numbers next to `size`, a float32 above 0. */
function singleNeighbours(size: number): [number, number] {
  const bits = new Uint32Array(Float32Array.of(size).buffer)[0];
  const at = (other: number) => new Float32Array(Uint32Array.of(other).buffer)[0];
  const above = at(bits + 1);
  return [at(bits - 1), Number.isFinite(above) ? above : 2 * size - at(bits - 1)];
}

/** The float16 numbers next to `size`, a float16 above 0. */
function halfNeighbours(size: number): [number, number] {
  const step = Math.max(2 ** (Math.floor(Math.log2(size)) - 10), 2 ** -24);
  const down = Number.isInteger(Math.log2(size)) && step > 2 ** -24 ? step / 2 : step;
  return [size - down, size + step];
}

/** `b'...'` with every byte as an escape, as NumPy shows plain void. */
function hexText(bytes: Uint8Array): string {
  let text = "b'";
  for (const byte of bytes) text += `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  return `${text}'`;
}
