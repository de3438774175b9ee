/** Columns of a terminal: how many a text takes, and text that is cut so as not to break the line. */
import { escaped } from '../base/index.js';
import { STYLES } from './style.js';

/**
 * Characters of two columns: CJK and its punctuation, kana, Hangul, full-width forms, emoji. These are the blocks that
 * Unicode's
 * EastAsianWidth.txt has as W or F, without the exceptions inside them.
 */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18cff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

/** Characters that stand on the one before. */
const NARROW = /\p{Mn}|\p{Me}/u;

/** Columns of one character that can be seen. */
function columns(character: string): number {
  if (character < '\u0300') return 1;
  return WIDE.test(character) ? 2 : NARROW.test(character) ? 0 : 1;
}

/** Columns of a line as `Output.line` writes it: escapes are counted, styles are not. */
export function widthOf(text: string): number {
  let width = 0;
  for (const part of text.split(STYLES)) {
    if (STYLES.test(part)) continue;
    for (const character of escaped(part)) width += columns(character);
  }
  return width;
}

/** The text, cut to `width` columns with `mark` at its end when it has more. Escaped then; its styles are ended. */
export function fitted(text: string, width: number, mark = '…'): string {
  if (width === Number.POSITIVE_INFINITY || widthOf(text) <= width) return text;
  let result = '';
  let room = width - mark.length;
  let cut = false;
  for (const part of text.split(STYLES)) {
    // Styles behind the cut are kept: they end those before it.
    if (STYLES.test(part)) {
      result += part;
      continue;
    }
    if (cut) continue;
    for (const character of escaped(part)) {
      room -= columns(character);
      if (room < 0) {
        cut = true;
        result += mark;
        break;
      }
      result += character;
    }
  }
  return result;
}

/**
 * Columns of the terminal that stdout is, or of `COLUMNS` when that is set; elsewhere lines are as long as they are.
 * @param environment of the process
 */
export function terminalWidth(stream: { isTTY?: boolean; columns?: number }, environment: NodeJS.ProcessEnv): number {
  const { COLUMNS: wanted = '' } = environment;
  if (/^[1-9]\d{0,5}$/.test(wanted)) return Number(wanted);
  return (stream.isTTY && stream.columns) || Number.POSITIVE_INFINITY;
}
