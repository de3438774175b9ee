import { PicklingError } from '../../base/index.js';
import { Latin1Text } from '../../registry/index.js';
import * as op from '../../shared/opcodes.js';
import { Bytes, type PickleBuffer } from '../../values/index.js';
import * as globals from '../objects/global-opcodes.js';
import { saveCall } from '../objects/recipes.js';
import type { Pickling } from '../pickling.js';
import { pinned } from './pinned.js';

/** Bytes; `subject` is the object that they are of. */
export function saveBytes(
  p: Pickling,
  memory: ArrayBufferView | ArrayBuffer | SharedArrayBuffer,
  subject: unknown,
): void {
  const data = pinned(memory);
  // CPython has one object for b'' and one for each single byte.
  const key = data.length > 1 ? undefined : `b${data.length === 0 ? '' : data[0]}`;
  if (key !== undefined && p.useMemo) {
    const number = p.memo.names.get(key);
    if (number !== undefined) {
      p.memo.objects.setNumber(p.entry, number);
      p.get(number);
      return;
    }
  }
  if (p.protocol < 3) {
    const text = data.length === 1 ? String.fromCharCode(data[0]) : new Latin1Text(data);
    if (data.length === 0) saveCall(p, globals.BYTES, [], subject, key);
    else saveCall(p, globals.CODECS_ENCODE, [text, 'latin1'], subject, key);
    return;
  }
  writeBytes(p, data);
  if (key !== undefined) p.memoizeGlobal(key, p.entry);
  else p.memoize(subject);
}

/** Bytes that were made here. */
export function saveFreshBytes(p: Pickling, values: readonly number[]): void {
  if (p.protocol < 3) {
    saveBytes(p, Uint8Array.from(values), undefined);
    return;
  }
  const { out } = p;
  out.byte(op.SHORT_BINBYTES);
  out.byte(values.length);
  for (let i = 0; i < values.length; i++) out.byte(values[i]);
  p.memoize(undefined);
}

function writeBytes(p: Pickling, data: Uint8Array): void {
  const { out } = p;
  const length = data.length;
  if (length > 0xffff_ffff && p.protocol < 4) {
    throw new PicklingError('bytes of 4 GiB or more need protocol 4 or higher');
  }
  const header = () => {
    if (length <= 0xff) {
      out.byte(op.SHORT_BINBYTES);
      out.byte(length);
    } else if (length <= 0xffff_ffff) {
      out.byte(op.BINBYTES);
      out.uint32(length);
    } else {
      out.byte(op.BINBYTES8);
      out.uint64(length);
    }
  };
  out.payload(header, data);
}

/** A bytearray: BYTEARRAY8 in protocol 5, a call below. */
export function saveByteArray(p: Pickling, memory: Uint8Array, subject: unknown): void {
  const data = pinned(memory);
  if (p.protocol < 5) {
    saveCall(p, globals.BYTEARRAY, data.length === 0 ? [] : [new Bytes(data)], subject);
    return;
  }
  const { out } = p;
  const header = () => {
    out.byte(op.BYTEARRAY8);
    out.uint64(data.length);
  };
  out.payload(header, data);
  p.memoize(subject);
}

/** A PickleBuffer: out-of-band when the callback takes it, else bytes or a bytearray. */
export function saveBuffer(p: Pickling, buffer: PickleBuffer): void {
  if (p.protocol < 5) throw new PicklingError('a PickleBuffer can only be written with protocol 5');
  const callback = p.settings.bufferCallback;
  // Memory that is gone must not reach the callback as an empty buffer.
  const data = pinned(buffer.raw());
  if (callback === undefined || callback(buffer)) {
    if (buffer.readonly) {
      writeBytes(p, callback === undefined ? data : pinned(buffer.raw()));
      p.memoize(buffer);
    } else {
      saveByteArray(p, buffer.raw(), buffer);
    }
    return;
  }
  p.out.byte(op.NEXT_BUFFER);
  if (buffer.readonly) p.out.byte(op.READONLY_BUFFER);
}
