/** Colours, where they are wanted. */
import pc from 'picocolors';

/** What `Style` writes: the only control sequences that are let through, and only when there are colours. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about
export const STYLES = /(\x1b\[\d{1,2}m)/;

/** What the parts of a text look like. */
export interface Style {
  key(text: string): string;
  text(text: string): string;
  number(text: string): string;
  constant(text: string): string;
  type(text: string): string;
  warning(text: string): string;
  faint(text: string): string;
}

/**
 * True when `stream` gets colours: NO_COLOR (no-color.org) forbids them, FORCE_COLOR demands them, otherwise a terminal
 * gets them.
 */
export function wantsColor(stream: { isTTY?: boolean }, environment: NodeJS.ProcessEnv): boolean {
  if (environment.NO_COLOR) return false;
  const { FORCE_COLOR: force } = environment;
  if (force !== undefined) return force !== '0' && force !== 'false';
  return stream.isTTY === true && environment.TERM !== 'dumb';
}

/** The colours, or none. */
export function createStyle(color: boolean): Style {
  const colors = pc.createColors(color);
  return {
    key: colors.cyan,
    text: colors.green,
    number: colors.yellow,
    constant: colors.magenta,
    type: colors.bold,
    warning: colors.red,
    faint: colors.dim,
  };
}
