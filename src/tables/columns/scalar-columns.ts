import { exactFloat } from '../../values/index.js';
import { hasBit } from './bitmap.js';
import { Column, type ColumnKind } from './column.js';

/** Memory of a column of numbers. */
export type Numbers = Int32Array<ArrayBuffer> | BigInt64Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** None only. */
export class NullColumn extends Column {
  readonly kind: ColumnKind = 'null';

  protected valueAt(): unknown {
    return null;
  }

  take(indices: Int32Array): Column {
    return new NullColumn(indices.length, this.takeValidity(indices));
  }
}

/** True and False. */
export class BoolColumn extends Column {
  readonly kind: ColumnKind = 'bool';
  /** One bit for each value; 0 where there is none. */
  readonly bits: Uint8Array<ArrayBuffer>;

  constructor(length: number, validity: Uint8Array<ArrayBuffer> | undefined, bits: Uint8Array<ArrayBuffer>) {
    super(length, validity);
    this.bits = bits;
  }

  protected valueAt(index: number): boolean {
    return hasBit(this.bits, index);
  }

  take(indices: Int32Array): Column {
    const bits = new Uint8Array((indices.length + 7) >> 3);
    for (let i = 0; i < indices.length; i++) if (hasBit(this.bits, indices[i])) bits[i >> 3] |= 1 << (i & 7);
    return new BoolColumn(indices.length, this.takeValidity(indices), bits);
  }
}

/** Numbers. Their memory is the column's own: it can be transferred to another thread. */
export class NumberColumn extends Column {
  /** The numbers; 0 where there is none. `validity` tells. */
  readonly values: Numbers;
  /** Floats of the exact model: those that look like ints are given as `Float`. */
  readonly exactFloats: boolean;

  constructor(length: number, validity: Uint8Array<ArrayBuffer> | undefined, values: Numbers, exactFloats: boolean) {
    super(length, validity);
    this.values = values;
    this.exactFloats = exactFloats;
  }

  get kind(): ColumnKind {
    return this.values instanceof Int32Array ? 'int32' : this.values instanceof Float64Array ? 'float64' : 'int64';
  }

  protected valueAt(index: number): unknown {
    const value = this.values[index];
    if (typeof value === 'bigint') return safeNumber(value);
    return this.exactFloats ? exactFloat(value) : value;
  }

  take(indices: Int32Array): Column {
    const taken = new (this.values.constructor as new (length: number) => Numbers)(indices.length);
    for (let i = 0; i < indices.length; i++) taken[i] = this.values[indices[i]];
    return new NumberColumn(indices.length, this.takeValidity(indices), taken, this.exactFloats);
  }
}

/** A number when the int is safe, as everywhere in this package, else the bigint. */
function safeNumber(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** bytes: the arrays that `loads` made. */
export class BinaryColumn extends Column {
  readonly kind: ColumnKind = 'binary';
  /** Null where there is none. */
  readonly values: readonly (Uint8Array | null)[];

  constructor(length: number, validity: Uint8Array<ArrayBuffer> | undefined, values: readonly (Uint8Array | null)[]) {
    super(length, validity);
    this.values = values;
  }

  protected valueAt(index: number): unknown {
    return this.values[index];
  }

  take(indices: Int32Array): Column {
    return new BinaryColumn(
      indices.length,
      this.takeValidity(indices),
      Array.from(indices, (index) => this.values[index]),
    );
  }
}

/** Values that fit nowhere else, as they are. */
export class MixedColumn extends Column {
  readonly kind: ColumnKind = 'mixed';
  readonly values: readonly unknown[];

  constructor(length: number, validity: Uint8Array<ArrayBuffer> | undefined, values: readonly unknown[]) {
    super(length, validity);
    this.values = values;
  }

  protected valueAt(index: number): unknown {
    return this.values[index];
  }

  take(indices: Int32Array): Column {
    return new MixedColumn(
      indices.length,
      this.takeValidity(indices),
      Array.from(indices, (index) => this.values[index]),
    );
  }
}

/**
 * Objects of which some are met several times, here or elsewhere in the pickle: each is kept once, and given again and
 * again, as Python's lists hold one object several times.
 */
export class SharedColumn extends Column {
  readonly kind: ColumnKind = 'shared';
  /** Index into `distinct`; 0 where there is none. */
  readonly codes: Int32Array<ArrayBuffer>;
  readonly distinct: readonly unknown[];

  constructor(
    length: number,
    validity: Uint8Array<ArrayBuffer> | undefined,
    codes: Int32Array<ArrayBuffer>,
    distinct: readonly unknown[],
  ) {
    super(length, validity);
    this.codes = codes;
    this.distinct = distinct;
  }

  protected valueAt(index: number): unknown {
    return this.distinct[this.codes[index]];
  }

  take(indices: Int32Array): Column {
    return new SharedColumn(
      indices.length,
      this.takeValidity(indices),
      Int32Array.from(indices, (index) => this.codes[index]),
      this.distinct,
    );
  }
}
