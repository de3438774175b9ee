/**
 * The Arrow IPC stream of a table: schema, dictionaries, one batch of rows.
 *
 * Source: https://arrow.apache.org/docs/format/Columnar.html, and format/Message.fbs and Schema.fbs there.
 */
import type { Column } from '../columns/column.js';
import { FlatBuffer } from './flatbuffer.js';
import { type Plan, planOf, TYPE_FLOAT, TYPE_INT } from './plan.js';

/** A column and its name. */
export interface ArrowField {
  name: string;
  column: Column;
}

/** How a table is written. */
export interface ArrowOptions {
  /** Columns of ordinary values: an error (default), or JSON text. */
  mixed?: 'json' | 'refuse';
  /** The values are of the exact model. @internal */
  exact?: boolean;
}

/** MetadataVersion V5. */
const VERSION = 4;
const HEADER_SCHEMA = 1;
const HEADER_DICTIONARY = 2;
const HEADER_BATCH = 3;
/** Precision of FloatingPoint. */
const DOUBLE = 2;
/** In front of each message; and with a length of 0 behind the last. */
const CONTINUATION = 0xffffffff;
const ALIGNMENT = 8;

/** A message: its metadata with their length in front, then the buffers of its body. */
type Pieces = Uint8Array[];

/** @throws PickleError when Arrow has no type for a column */
export function toArrow(
  fields: readonly ArrowField[],
  length: number,
  options: ArrowOptions = {},
): Uint8Array<ArrayBuffer> {
  const plans = fields.map(({ name, column }) => planOf(name, column, options));
  const dictionaries: Plan[] = [];
  const pieces: Pieces = schemaMessage(plans, dictionaries);
  for (const [id, plan] of dictionaries.entries()) pieces.push(...batchMessage([plan], plan.length, id));
  pieces.push(...batchMessage(plans, length, undefined), prefix(0));
  const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function prefix(length: number): Uint8Array {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, CONTINUATION, true);
  view.setInt32(4, length, true);
  return bytes;
}

/** The end of a message's metadata. */
function message(out: FlatBuffer, headerType: number, header: number, bodyLength: number): Pieces {
  const root = out.table([
    out.int16Field(VERSION),
    out.byteField(headerType),
    out.offsetField(header),
    bodyLength === 0 ? undefined : out.int64Field(bodyLength),
  ]);
  const metadata = out.finish(root);
  return [prefix(metadata.length), metadata];
}

/** @param dictionaries gets those that the fields refer to, by number */
function schemaMessage(plans: readonly Plan[], dictionaries: Plan[]): Pieces {
  const out = new FlatBuffer();
  const fields = plans.map((plan) => writeField(out, plan, dictionaries));
  const schema = out.table([undefined, out.offsetField(out.offsets(fields))]);
  return message(out, HEADER_SCHEMA, schema, 0);
}

/** Recursive: columns are only so deep. */
function writeField(out: FlatBuffer, plan: Plan, dictionaries: Plan[]): number {
  const children = out.offsets(plan.children.map((child) => writeField(out, child, dictionaries)));
  const type = writeType(out, plan.type, plan.bits);
  let dictionary: number | undefined;
  if (plan.dictionary !== undefined) {
    const id = dictionaries.push(plan.dictionary) - 1;
    const codes = writeType(out, TYPE_INT, 32);
    dictionary = out.table([out.int64Field(id), out.offsetField(codes)]);
  }
  const name = out.string(plan.name);
  return out.table([
    out.offsetField(name),
    out.byteField(1),
    out.byteField(plan.type),
    out.offsetField(type),
    dictionary === undefined ? undefined : out.offsetField(dictionary),
    out.offsetField(children),
  ]);
}

function writeType(out: FlatBuffer, type: number, bits: number): number {
  if (type === TYPE_INT) return out.table([out.int32Field(bits), out.byteField(1)]);
  return out.table(type === TYPE_FLOAT ? [out.int16Field(DOUBLE)] : []);
}

/** A batch of rows, or the dictionary with the number `id`. */
function batchMessage(plans: readonly Plan[], length: number, id: number | undefined): Pieces {
  const nodes: number[][] = [];
  const places: number[][] = [];
  const body: Uint8Array[] = [];
  let end = 0;
  const add = (plan: Plan): void => {
    nodes.push([plan.length, plan.nullCount]);
    for (const bytes of plan.buffers) {
      places.push([end, bytes.length]);
      const padding = -bytes.length & (ALIGNMENT - 1);
      body.push(bytes, new Uint8Array(padding));
      end += bytes.length + padding;
    }
    for (const child of plan.children) add(child);
  };
  for (const plan of plans) add(plan);
  const out = new FlatBuffer();
  const buffers = out.structs(places);
  const rows = out.structs(nodes);
  const batch = out.table([out.int64Field(length), out.offsetField(rows), out.offsetField(buffers)]);
  const header = id === undefined ? batch : out.table([out.int64Field(id), out.offsetField(batch)]);
  return [...message(out, id === undefined ? HEADER_BATCH : HEADER_DICTIONARY, header, end), ...body];
}
