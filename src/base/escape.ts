/** What cannot be seen in a text, made visible: text from a pickle goes to terminals, logs and pages. */

/**
 * Control characters (C0, DEL, C1), format characters (bidi controls, zero-width characters, tags), line and paragraph
 * separators, lone surrogates, and what has no character, as `\u{1b}`; a line feed as `\n`. Text without these comes
 * back as it is, and so does text that was escaped before. What is no string (the message of an error that a hook made
 * up) is made one.
 */
export function escaped(text: string): string {
  const all = String(text);
  // Errors are made at the end of the stack, too, where V8 ends the process when it has to compile a regular
  // expression.
  let at = 0;
  while (all.charCodeAt(at) > 31 && all.charCodeAt(at) < 127) at++;
  if (at === all.length) return all;
  return all.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (it) =>
    it === '\n' ? '\\n' : `\\u{${it.codePointAt(0)?.toString(16)}}`,
  );
}
