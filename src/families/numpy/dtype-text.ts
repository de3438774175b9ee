/** Python's text of NumPy's dtypes, with everything that `Dtype.name` leaves out. */
import { strRepr } from '../../text/index.js';
import type { ReprPart } from '../../values/index.js';
import { type Dtype, type DtypeField, fieldNamed, shapeText } from './dtype.js';

/** Bit of `flags` of an aligned struct. */
const ALIGNED = 128;

/** Python's `str(dtype)`, for instance `'float64'`, `"[('a', '<i4')]"`, or a dict of names, formats and offsets. */
export function dtypeText(dtype: Dtype): string {
  const scalar = dtype.fields === null && dtype.subdtype === null && dtype.kind !== 'T';
  return scalar ? dtype.name : construction(dtype, true, true).map(partText).join('');
}

/** Python's `repr(dtype)` in parts, for instance `dtype('float64')`. */
export function dtypeParts(dtype: Dtype): ReprPart[] {
  if (dtype.kind === 'T') return stringParts(dtype);
  return ['dtype(', ...construction(dtype, false, false), isAligned(dtype) ? ', align=True)' : ')'];
}

/** Field names are quoted as Python does it; other values are rare titles and markers of missing text. */
function partText(part: ReprPart): string {
  if (typeof part === 'string') return part;
  const { value } = part;
  return typeof value === 'string' ? [...strRepr(value)].join('') : value === null ? 'None' : String(value);
}

function isAligned(dtype: Dtype): boolean {
  return (dtype.flags & ALIGNED) !== 0;
}

/** The argument of `dtype(...)` in NumPy's `repr`, as `numpy/_core/_dtype.py` builds it. */
function construction(dtype: Dtype, short: boolean, aligned: boolean): ReprPart[] {
  const { kind, itemsize, names, subdtype, type } = dtype;
  if (names !== null) {
    const parts = structParts(dtype, names, aligned);
    return type === undefined || type.name === 'void' ? parts : [`(${type}, `, ...parts, ')'];
  }
  if (subdtype !== null) return ['(', ...construction(subdtype.base, true, false), `, ${shapeText(subdtype.shape)})`];
  if (kind === 'T') return stringParts(dtype);
  if (kind === 'b') return [short ? "'?'" : "'bool'"];
  if (kind === 'O') return ["'O'"];
  const str = dtype.str.replace('|', '');
  if ('SUV'.includes(kind)) return [itemsize === 0 ? `'${str.slice(0, -1)}'` : `'${str}'`];
  return [short || dtype.unit !== undefined || dtype.byteorder === '>' ? `'${str}'` : `'${dtype.name}'`];
}

function stringParts(dtype: Dtype): ReprPart[] {
  const [coerce, ...missing] = dtype.stringArguments ?? [1];
  const parts: ReprPart[] = missing.length > 0 ? ['na_object=', { value: missing[0] }] : [];
  if (!coerce) parts.push(missing.length > 0 ? ', coerce=False' : 'coerce=False');
  return ['StringDType(', ...parts, ')'];
}

function structParts(dtype: Dtype, names: readonly string[], aligned: boolean): ReprPart[] {
  const fields = names.map((name) => fieldNamed(dtype, name));
  if (!(aligned && isAligned(dtype)) && isPacked(dtype, fields)) {
    const parts: ReprPart[] = ['['];
    fields.forEach(({ dtype: type, title }, i) => {
      parts.push(i > 0 ? ', (' : '(');
      if (title === undefined) parts.push({ value: names[i] }, ', ');
      else parts.push('(', { value: title }, ', ', { value: names[i] }, '), ');
      const { subdtype } = type;
      if (type.names === null && subdtype !== null)
        parts.push(...construction(subdtype.base, true, false), `, ${shapeText(subdtype.shape)})`);
      else parts.push(...construction(type, true, false), ')');
    });
    return [...parts, ']'];
  }
  const parts: ReprPart[] = ["{'names': "];
  const list = (items: ReprPart[][]) => {
    parts.push('[');
    items.forEach((item, i) => {
      parts.push(...(i > 0 ? [', ', ...item] : item));
    });
    parts.push(']');
  };
  list(names.map((value) => [{ value }]));
  parts.push(", 'formats': ");
  list(fields.map(({ dtype: type }) => construction(type, true, false)));
  parts.push(", 'offsets': ");
  list(fields.map(({ offset }) => [String(offset)]));
  if (fields.some(({ title }) => title !== undefined)) {
    parts.push(", 'titles': ");
    list(fields.map(({ title }) => [{ value: title ?? null }]));
  }
  parts.push(`, 'itemsize': ${dtype.itemsize}${aligned && isAligned(dtype) ? ", 'aligned': True" : ''}}`);
  return parts;
}

/** True when a list of names and dtypes says it all: fields in order, no gaps but those of alignment. */
function isPacked(dtype: Dtype, fields: readonly DtypeField[]): boolean {
  const align = (offset: number, to: number) => (isAligned(dtype) && to > 0 ? Math.ceil(offset / to) * to : offset);
  let end = 0;
  let alignment = 1;
  for (const { dtype: type, offset } of fields) {
    if (offset !== align(end, type.alignment)) return false;
    end = offset + type.itemsize;
    alignment = Math.max(alignment, type.alignment);
  }
  return align(end, alignment) === dtype.itemsize;
}
