/**
 * Serves the benchmark's page and its data on loopback and waits for what the page posts: a browser only has to be
 * started with an address, and no driver stands between it and the page.
 */
import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { inRoot } from '../../scripts/paths.mjs';

/**
 * @typedef {object} PageCase
 * @property {string} name
 * @property {number} values scalars and containers
 * @property {string} pickle address
 * @property {string | null} json address
 * @property {number} samples
 */

/**
 * @typedef {object} PageResult
 * @property {string} name case
 * @property {number} bytes of the pickle
 * @property {Record<string, number>} ms of `wasm`, `js` and `JSON`: warm medians
 */

/** @typedef {{ name: string, error: string }} PageFailure */

/** @typedef {{ agent: string, results: (PageResult | PageFailure)[] }} PageRun */

/** What the policy of a page without code generation allows: WebAssembly and no more. */
const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

/** Clocks are coarse, unless the page shares its process with nobody else's. */
const ISOLATED = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

const HTML = '<!doctype html><meta charset="utf-8"><title>benchmark</title><script src="/program.js"></script>';

/** @returns {Promise<string>} the page's program with the package as bundlers take it */
async function bundle() {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('page.mjs', import.meta.url))],
    alias: { 'pickle-wasm': inRoot('dist', 'index.js') },
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
  });
  return outputFiles[0].text;
}

/** One page at a time. */
export class PageServer {
  #server = createServer((request, response) => this.#answer(request, response));
  #program = '';
  #codegen = true;
  /** @type {PageCase[]} */
  #cases = [];
  /** Files that may be fetched, by address. @type {Map<string, string>} */
  #files = new Map();
  /** @type {(message: any) => void} */
  #onMessage = () => {};

  /**
   * @param {ReadonlyMap<string, string>} files by address
   * @param {readonly PageCase[]} cases
   * @returns {Promise<PageServer>}
   */
  static async start(files, cases) {
    const server = new PageServer();
    server.#files = new Map(files);
    server.#cases = [...cases];
    server.#program = await bundle();
    await new Promise((done) => server.#server.listen(0, '127.0.0.1', () => done(undefined)));
    return server;
  }

  stop() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** @returns {string} address of the page */
  get #address() {
    const { port } = /** @type {import('node:net').AddressInfo} */ (this.#server.address());
    return `http://127.0.0.1:${port}/`;
  }

  /**
   * @param {boolean} codegen code may be generated
   * @param {(address: string) => { stop: () => void, ended: Promise<string> }} open starts a browser; `ended`: why it
   *   ended by itself
   * @param {number} patience ms without a message after which the browser is given up
   * @returns {Promise<PageRun>}
   */
  run(codegen, open, patience) {
    this.#codegen = codegen;
    return new Promise((done, fail) => {
      /** @type {PageRun} */
      const run = { agent: '', results: [] };
      const browser = open(this.#address);
      let finished = false;
      const finish = (/** @type {() => void} */ settle) => {
        // The browser that is stopped ends, too: that is no news for the next one.
        if (finished) return;
        finished = true;
        clearTimeout(timer);
        this.#onMessage = () => {};
        browser.stop();
        settle();
      };
      const giveUp = () => finish(() => fail(new Error(`nothing came for ${patience / 1000} s`)));
      let timer = setTimeout(giveUp, patience);
      browser.ended.then((why) => finish(() => fail(new Error(why))));
      this.#onMessage = ({ agent, result, failed, done: isDone }) => {
        clearTimeout(timer);
        timer = setTimeout(giveUp, patience);
        if (agent !== undefined) run.agent = agent;
        if (result !== undefined) run.results.push(result);
        if (failed !== undefined) finish(() => fail(new Error(failed)));
        else if (isDone) finish(() => done(run));
      };
    });
  }

  /** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
  #answer(request, response) {
    const { url = '/' } = request;
    const file = this.#files.get(url);
    if (url === '/result') {
      let text = '';
      request.on('data', (chunk) => {
        text += chunk;
      });
      request.on('end', () => {
        response.end();
        this.#onMessage(JSON.parse(text));
      });
    } else if (file !== undefined) {
      response.writeHead(200, { ...ISOLATED, 'content-type': 'application/octet-stream' });
      createReadStream(file).pipe(response);
    } else if (url === '/job') {
      response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify({ cases: this.#cases, codegen: this.#codegen }));
    } else if (url === '/program.js') response.setHeader('content-type', 'text/javascript').end(this.#program);
    else if (url === '/') {
      response.writeHead(200, {
        ...ISOLATED,
        'content-type': 'text/html',
        ...(this.#codegen ? {} : { 'content-security-policy': POLICY }),
      });
      response.end(HTML);
    } else response.writeHead(404).end();
  }
}
