/** @typedef {{ cases: {error: string}[] }} BrowserResult */
/** @param {object} _o @returns {Promise<BrowserResult[]>} */
export async function measureBrowsers(_o) {
  return [];
}
/** @param {readonly BrowserResult[]} _r */
export function formatBrowsers(_r) {
  return '';
}
