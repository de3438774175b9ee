/**
 * What may follow an opcode byte: the words of the opcode table's argument column. Data only; `opcode-reader.ts` reads
 * by it.
 *
 * Source: the `ArgumentDescriptor` records of CPython's pickletools; names are the same.
 */

/** How the argument of an opcode is laid out, and what it means. Compared by identity. */
export interface ArgumentDescriptor {
  /** Name as in pickletools, for instance `'unicodestring4'`. */
  readonly name: string;
  /** `'fixed'`: so many bytes. `'lines'`: text up to a line feed. `'counted'`: a count, then so many bytes. */
  readonly layout: 'fixed' | 'lines' | 'counted';
  /** Fixed: bytes of the argument. Lines: how many lines. Counted: bytes of the little-endian count. */
  readonly size: number;
  /** Counted only: the count is a signed number, and must not be negative. */
  readonly signed: boolean;
  /** Python type of the value: the one `dis` prints. */
  readonly type: 'int' | 'float' | 'str' | 'bytes' | 'bytearray';
  readonly doc: string;
}

/** An unsigned byte. */
export const uint1: ArgumentDescriptor = {
  name: 'uint1',
  layout: 'fixed',
  size: 1,
  signed: false,
  type: 'int',
  doc: 'Unsigned byte.',
};
/** Two bytes, unsigned. */
export const uint2: ArgumentDescriptor = {
  name: 'uint2',
  layout: 'fixed',
  size: 2,
  signed: false,
  type: 'int',
  doc: 'Two bytes, unsigned, little-endian.',
};
/** Four bytes, signed. */
export const int4: ArgumentDescriptor = {
  name: 'int4',
  layout: 'fixed',
  size: 4,
  signed: true,
  type: 'int',
  doc: "Four bytes, signed (two's complement), little-endian.",
};
/** Four bytes, unsigned. */
export const uint4: ArgumentDescriptor = {
  name: 'uint4',
  layout: 'fixed',
  size: 4,
  signed: false,
  type: 'int',
  doc: 'Four bytes, unsigned, little-endian.',
};
/** Eight bytes, unsigned. */
export const uint8: ArgumentDescriptor = {
  name: 'uint8',
  layout: 'fixed',
  size: 8,
  signed: false,
  type: 'int',
  doc: 'Eight bytes, unsigned, little-endian.',
};
/** The quoted repr of a Python 2 str. */
export const stringnl: ArgumentDescriptor = {
  name: 'stringnl',
  layout: 'lines',
  size: 1,
  signed: false,
  type: 'str',
  doc: 'A line: a quoted Python 2 str with backslash escapes.',
};
/** Plain text. */
export const stringnlNoescape: ArgumentDescriptor = {
  name: 'stringnl_noescape',
  layout: 'lines',
  size: 1,
  signed: false,
  type: 'str',
  doc: 'A line: text without quotes. pickletools undoes backslash escapes all the same; the unpickler does not.',
};
/** Two lines of plain text. */
export const stringnlNoescapePair: ArgumentDescriptor = {
  name: 'stringnl_noescape_pair',
  layout: 'lines',
  size: 2,
  signed: false,
  type: 'str',
  doc: 'Two lines of text without quotes, shown as one text with a blank between.',
};
/** A Python 2 str with a count byte. */
export const string1: ArgumentDescriptor = {
  name: 'string1',
  layout: 'counted',
  size: 1,
  signed: false,
  type: 'str',
  doc: 'Unsigned count byte, then the bytes of a Python 2 str, shown as Latin-1 text.',
};
/** A Python 2 str with a four-byte count. */
export const string4: ArgumentDescriptor = {
  name: 'string4',
  layout: 'counted',
  size: 4,
  signed: true,
  type: 'str',
  doc: 'Signed four-byte count, then the bytes of a Python 2 str, shown as Latin-1 text.',
};
/** Bytes with a count byte. */
export const bytes1: ArgumentDescriptor = {
  name: 'bytes1',
  layout: 'counted',
  size: 1,
  signed: false,
  type: 'bytes',
  doc: 'Unsigned count byte, then the bytes.',
};
/** Bytes with a four-byte count. */
export const bytes4: ArgumentDescriptor = {
  name: 'bytes4',
  layout: 'counted',
  size: 4,
  signed: false,
  type: 'bytes',
  doc: 'Unsigned four-byte count, then the bytes.',
};
/** Bytes with an eight-byte count. */
export const bytes8: ArgumentDescriptor = {
  name: 'bytes8',
  layout: 'counted',
  size: 8,
  signed: false,
  type: 'bytes',
  doc: 'Unsigned eight-byte count, then the bytes.',
};
/** A bytearray with an eight-byte count. */
export const bytearray8: ArgumentDescriptor = {
  name: 'bytearray8',
  layout: 'counted',
  size: 8,
  signed: false,
  type: 'bytearray',
  doc: 'Unsigned eight-byte count, then the bytes of a bytearray.',
};
/** Text with escapes. */
export const unicodestringnl: ArgumentDescriptor = {
  name: 'unicodestringnl',
  layout: 'lines',
  size: 1,
  signed: false,
  type: 'str',
  doc: 'A line: raw-unicode-escape text.',
};
/** UTF-8 with a count byte. */
export const unicodestring1: ArgumentDescriptor = {
  name: 'unicodestring1',
  layout: 'counted',
  size: 1,
  signed: false,
  type: 'str',
  doc: 'Unsigned count byte, then UTF-8 that may encode lone surrogates.',
};
/** UTF-8 with a four-byte count. */
export const unicodestring4: ArgumentDescriptor = {
  name: 'unicodestring4',
  layout: 'counted',
  size: 4,
  signed: false,
  type: 'str',
  doc: 'Unsigned four-byte count, then UTF-8 that may encode lone surrogates.',
};
/** UTF-8 with an eight-byte count. */
export const unicodestring8: ArgumentDescriptor = {
  name: 'unicodestring8',
  layout: 'counted',
  size: 8,
  signed: false,
  type: 'str',
  doc: 'Unsigned eight-byte count, then UTF-8 that may encode lone surrogates.',
};
/** An integer, or a bool, in decimal. */
export const decimalnlShort: ArgumentDescriptor = {
  name: 'decimalnl_short',
  layout: 'lines',
  size: 1,
  signed: false,
  type: 'int',
  doc: 'A line: a decimal integer; `00` is False and `01` is True.',
};
/** An integer in decimal. */
export const decimalnlLong: ArgumentDescriptor = {
  name: 'decimalnl_long',
  layout: 'lines',
  size: 1,
  signed: false,
  type: 'int',
  doc: 'A line: a decimal integer with an optional `L` behind it.',
};
/** A float in decimal. */
export const floatnl: ArgumentDescriptor = {
  name: 'floatnl',
  layout: 'lines',
  size: 1,
  signed: false,
  type: 'float',
  doc: "A line: a float in the syntax of Python's `float()`.",
};
/** A binary float. */
export const float8: ArgumentDescriptor = {
  name: 'float8',
  layout: 'fixed',
  size: 8,
  signed: false,
  type: 'float',
  doc: 'Eight bytes: an IEEE 754 double, big-endian.',
};
/** A binary integer with a count byte. */
export const long1: ArgumentDescriptor = {
  name: 'long1',
  layout: 'counted',
  size: 1,
  signed: false,
  type: 'int',
  doc: "Unsigned count byte, then an integer of so many bytes in two's complement, little-endian; no bytes mean 0.",
};
/** A binary integer with a four-byte count. */
export const long4: ArgumentDescriptor = {
  name: 'long4',
  layout: 'counted',
  size: 4,
  signed: true,
  type: 'int',
  doc: "Signed four-byte count, then an integer of so many bytes in two's complement, little-endian; no bytes mean 0.",
};
