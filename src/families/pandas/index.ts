/** pandas. */
import type { Family } from '../../registry/index.js';
import { registerPandas } from './hooks.js';

export { ArrowExtensionArray, BackedArray, IntervalArray, MaskedArray, SparseArray } from './arrays.js';
export { ArrowArray, ChunkedArray } from './arrow.js';
export { ArrowField, ArrowType } from './arrow-types.js';
export { PandasDtype } from './dtypes.js';
export { DataFrame, Series } from './frame.js';
export { Index, MultiIndex, RangeIndex } from './indexes.js';
export { Missing, NA, NaT } from './missing.js';
export { DateOffset } from './offsets.js';
export type { FrameColumn, FrameTable } from './table.js';
export type { TextOptions } from './text.js';
export { Interval, Period, Timedelta, Timestamp, type TimeUnit } from './time.js';
export { OpaqueVector, Vector } from './vector.js';

/** For `registry.use(pandas)`: then a load makes the values of this module. They are written and printed without it. */
export const pandas: Family = /*#__PURE__*/ Object.freeze({ name: 'pandas', register: registerPandas });
