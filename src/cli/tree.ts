/** A value as an indented tree. */
import { type Child, Describer } from './describe.js';
import type { Style } from './style.js';
import { fitted, widthOf } from './width.js';

/** How much of a value is shown. */
export interface TreeOptions {
  /** Levels below the value itself. */
  depth: number;
  /** Items of each container. */
  max: number;
  /** Columns of a line, unlimited by default; what is longer is cut. */
  width?: number;
}

/** Columns for what a line says, however deep it stands. */
const LEAST_ROOM = 24;

interface Level {
  readonly value: object;
  readonly children: Iterator<Child>;
  readonly count: number;
  /** What stands before the lines of this level. */
  readonly indent: string;
  begun: number;
}

/**
 * The lines of the tree, without line breaks. Every object is opened once: where it comes again there is a note, so
 * that the tree is no larger than the value, and ends when the value contains itself.
 */
export function* treeLines(root: unknown, options: TreeOptions, style: Style): Generator<string> {
  const { width = Number.POSITIVE_INFINITY } = options;
  const describer = new Describer(style, Math.max(Math.floor(width / 3), LEAST_ROOM / 2));
  const opened = new Set<unknown>();
  const levels: Level[] = [];

  /** A line of the tree; far to the right, it has some room still. */
  const line = (indent: string, text: string, note = ''): string => {
    if (width === Number.POSITIVE_INFINITY) return `${indent}${text}${note}`;
    const room = Math.max(width - widthOf(indent), LEAST_ROOM);
    return `${indent}${fitted(text, Math.max(room - widthOf(note), 1), note.includes('…') ? '' : '…')}${note}`;
  };

  const show = (before: string, label: string, value: unknown, indent: string): string => {
    const { heading, note, count, children } = describer.describe(value);
    const text = `${label}${heading}`;
    if (count === 0) return line(before, text, note);
    if (opened.has(value)) {
      const inside = levels.some((level) => level.value === value);
      return line(before, text, ` ${style.faint(inside ? '(contains this)' : '(shown above)')}`);
    }
    if (levels.length >= options.depth) return line(before, text, ` ${style.faint('…')}`);
    opened.add(value);
    levels.push({ value: value as object, children: children()[Symbol.iterator](), count, indent, begun: 0 });
    return line(before, text);
  };

  yield show('', '', root, '');
  while (levels.length > 0) {
    const level = levels[levels.length - 1];
    const { count, begun, indent } = level;
    if (begun === Math.min(count, options.max)) {
      levels.pop();
      if (count > begun) yield `${indent}${style.faint(`└─ … ${count - begun} more`)}`;
      continue;
    }
    const next = level.children.next();
    if (next.done) {
      levels.pop();
      continue;
    }
    level.begun++;
    const last = begun + 1 === count;
    const [label, value] = next.value;
    yield show(
      `${indent}${style.faint(last ? '└─' : '├─')} `,
      label,
      value,
      `${indent}${last ? '   ' : `${style.faint('│')}  `}`,
    );
  }
}
