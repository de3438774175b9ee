/** Tables, selection and summaries. */
export type { Column, ColumnKind } from './columns/column.js';
export { ListColumn, StructColumn } from './columns/nested-columns.js';
export {
  BinaryColumn,
  BoolColumn,
  MixedColumn,
  NullColumn,
  NumberColumn,
  type Numbers,
  SharedColumn,
} from './columns/scalar-columns.js';
export { StringColumn } from './columns/string-column.js';
export { load, loads, type SelectedLoadOptions, type TableLoadOptions } from './load.js';
export type { Path } from './select/paths.js';
export { type LoadTableOptions, loadItems, loadTable, type OnItem, type SelectOptions } from './select/select.js';
export { type Field, type RowView, Table } from './table.js';
export type { TablesOptions } from './tables.js';
export type { Scalar, Where } from './where.js';
