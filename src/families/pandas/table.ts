/** A frame as columns of memory: where a Table of them is made. */
import type { ArrayData } from '../index.js';
import { labelText } from './indexes.js';
import type { Vector } from './vector.js';

/** A column of a frame as memory. */
export interface FrameColumn {
  /**
   * Unique: where two columns have one label, the later ones get `.1`, `.2`, … behind it, as `pandas.read_csv` does.
   */
  readonly name: string;
  /** pandas' text of the dtype. */
  readonly dtype: string;
  /** A typed array where there is one, else a list. */
  readonly values: ArrayData;
  /** One byte for each value, 1 where it is missing; undefined when all are there. */
  readonly nulls: Uint8Array | undefined;
}

/** The columns of a frame, and their number of rows. */
export interface FrameTable {
  readonly length: number;
  readonly columns: readonly FrameColumn[];
}

/** The one place where columns become a table. */
export function tableOf(labels: readonly unknown[], vectors: readonly Vector[], length: number): FrameTable {
  const names = uniqueNames(labels);
  return {
    length,
    columns: vectors.map(({ dtype, data, nulls }, i) => ({ name: names[i], dtype, values: data, nulls })),
  };
}

/** Labels as keys, each once. */
export function uniqueNames(labels: readonly unknown[]): string[] {
  const texts = labels.map((label) => labelText(label));
  const taken = new Set(texts);
  const seen = new Set<string>();
  const counts = new Map<string, number>();
  return texts.map((text) => {
    if (!seen.has(text)) {
      seen.add(text);
      return text;
    }
    let count = counts.get(text) ?? 0;
    let name: string;
    do name = `${text}.${++count}`;
    while (taken.has(name));
    counts.set(text, count);
    taken.add(name);
    seen.add(name);
    return name;
  });
}
