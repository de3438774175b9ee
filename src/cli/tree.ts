/** A value as an indented tree. */
import { type Child, Describer } from './describe.js';
import type { Style } from './style.js';

/** How much of a value is shown. */
export interface TreeOptions {
  /** Levels below the value itself. */
  depth: number;
  /** Items of each container. */
  max: number;
}

interface Level {
  readonly value: object;
  readonly children: Iterator<Child>;
  readonly count: number;
  /** What stands before the lines of this level. */
  readonly indent: string;
  begun: number;
}

/**
 * The lines of the tree, without line breaks. Every object is opened once: where it comes again there is a note, so that the tree is no larger than
 * the value, and ends when the value contains itself.
 */
export function* treeLines(root: unknown, options: TreeOptions, style: Style): Generator<string> {
  const describer = new Describer(style);
  const opened = new Set<unknown>();
  const levels: Level[] = [];

  const show = (before: string, value: unknown, indent: string): string => {
    const { heading, count, children } = describer.describe(value);
    if (count === 0) return `${before}${heading}`;
    if (opened.has(value)) {
      const inside = levels.some((level) => level.value === value);
      return `${before}${heading} ${style.faint(inside ? '(contains this)' : '(shown above)')}`;
    }
    if (levels.length >= options.depth) return `${before}${heading} ${style.faint('…')}`;
    opened.add(value);
    levels.push({ value: value as object, children: children()[Symbol.iterator](), count, indent, begun: 0 });
    return `${before}${heading}`;
  };

  yield show('', root, '');
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
    yield show(`${indent}${style.faint(last ? '└─' : '├─')} ${label}`, value, `${indent}${last ? '   ' : `${style.faint('│')}  `}`);
  }
}
