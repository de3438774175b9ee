/** From the scanner's text arenas to strings: one large piece is decoded, strings are cut from it. */
import { nativeText } from '../../../text/index.js';
import type { Scanner } from './scanner.js';

/**
 * Bytes decoded at a time. Performance: a substring of 13 characters or more keeps its piece alive in V8, so pieces are
 * small; below this the call itself costs more than it saves (bench case str_ascii).
 */
const PIECE = 4096;

let ascii: TextDecoder | undefined;
let utf16: TextDecoder | undefined;

function asciiText(bytes: Uint8Array, start: number, end: number): string {
  const tools = nativeText();
  if (tools !== undefined) return tools.latin1Slice.call(bytes, start, end);
  ascii ??= new TextDecoder();
  return ascii.decode(bytes.subarray(start, end));
}

function utf16Text(bytes: Uint8Array, start: number, end: number): string {
  const tools = nativeText();
  if (tools !== undefined) return tools.ucs2Slice.call(bytes, start, end);
  try {
    utf16 ??= new TextDecoder('utf-16le', { fatal: true, ignoreBOM: true });
    return utf16.decode(bytes.subarray(start, end));
  } catch {
    // Lone surrogates, which a TextDecoder refuses.
    let text = '';
    const units = new Uint16Array(bytes.buffer, start, (end - start) >> 1);
    for (let i = 0; i < units.length; i += PIECE)
      text += String.fromCharCode.apply(null, units.subarray(i, i + PIECE) as never);
    return text;
  }
}

/**
 * Appends the strings of the last scan to `strings`, at their ids. Ids whose text the builder makes itself are left
 * out.
 */
export function decodeStrings(scanner: Scanner, strings: string[]): void {
  const count = scanner.stringCount;
  if (count === 0) return;
  const { words, bytes } = scanner;
  const table = scanner.stringTable;
  const first = scanner.firstString;
  const arena = scanner.arena;
  const wide = scanner.wideArena;
  let piece = '';
  let pieceStart = 0;
  let pieceEnd = 0;
  let start = 0;
  let widePiece = '';
  let widePieceStart = 0;
  let widePieceEnd = 0;
  let wideStart = 0;
  for (let i = 0; i < count; i++) {
    const entry = words[table + i];
    if (entry === -1) {
      strings[first + i] = '';
    } else if ((entry & 1) === 0) {
      const end = entry >>> 1;
      if (end > pieceEnd) {
        pieceStart = start;
        pieceEnd = pieceUntil(words, table, i, count, start, 0);
        piece = asciiText(bytes, arena + pieceStart, arena + pieceEnd);
      }
      strings[first + i] = piece.substring(start - pieceStart, end - pieceStart);
      start = end;
    } else {
      const end = entry >>> 1;
      if (end > widePieceEnd) {
        widePieceStart = wideStart;
        widePieceEnd = pieceUntil(words, table, i, count, wideStart, 1);
        widePiece = utf16Text(bytes, wide + widePieceStart * 2, wide + widePieceEnd * 2);
      }
      strings[first + i] = widePiece.substring(wideStart - widePieceStart, end - widePieceStart);
      wideStart = end;
    }
  }
}

/** End of the last string that still fits into the piece that starts with entry `i`. */
function pieceUntil(words: Int32Array, table: number, i: number, count: number, start: number, arena: 0 | 1): number {
  let end = words[table + i] >>> 1;
  for (i++; i < count; i++) {
    const entry = words[table + i];
    if (entry === -1 || (entry & 1) !== arena) continue;
    const next = entry >>> 1;
    if (next - start > PIECE) break;
    end = next;
  }
  return end;
}
