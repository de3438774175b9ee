/**
 * The packed package in Chromium, bundled: both engines, and under content security policies that forbid code
 * generation.
 */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { findBrowser } from '../../scripts/setup-browser.mjs';

type PlaywrightCore = typeof import('playwright-core');
const playwright: PlaywrightCore | undefined = await import('playwright-core').catch(() => undefined);
const browserPath = findBrowser();

/** Defines the tests in Chromium, or says in one line what is missing. */
export function describeChromium(): void {
  if (playwright === undefined || browserPath === undefined) {
    const missing = playwright === undefined ? 'playwright-core' : 'Chromium';
    console.warn(
      `MISSING: ${missing} is not installed, so the package was not tried in a browser; see scripts/setup-browser.mjs.`,
    );
    return;
  }
  describe('Chromium', () => {
    const installed = inject('installed');
    let server: Server;
    let origin: string;
    let script: string;
    let browser: Awaited<ReturnType<PlaywrightCore['chromium']['launch']>>;

    beforeAll(async () => {
      const { outputFiles } = await build({
        entryPoints: [fileURLToPath(new URL('page.mjs', import.meta.url))],
        alias: { 'pickle-wasm': join(installed, 'node_modules', 'pickle-wasm') },
        bundle: true,
        write: false,
        format: 'iife',
        platform: 'browser',
      });
      script = outputFiles[0].text;
      const wasm = readFileSync(join(installed, 'node_modules', 'pickle-wasm', 'dist', 'scanner.wasm'));
      server = createServer((request, response) => {
        const url = new URL(request.url ?? '/', 'http://localhost');
        if (url.pathname === '/program.js') response.setHeader('content-type', 'text/javascript').end(script);
        else if (url.pathname === '/scanner.wasm') response.setHeader('content-type', 'application/wasm').end(wasm);
        else {
          const policy = url.searchParams.get('policy');
          if (policy) response.setHeader('content-security-policy', policy);
          response
            .setHeader('content-type', 'text/html')
            .end('<!doctype html><title>smoke</title><script src="/program.js"></script>');
        }
      });
      await new Promise<void>((done) => server.listen(0, 'localhost', done));
      origin = `http://localhost:${(server.address() as AddressInfo).port}`;
      browser = await playwright.chromium.launch({
        executablePath: browserPath,
        args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
      });
    });

    afterAll(async () => {
      await browser?.close();
      server?.close();
    });

    /** Opens the page under a policy and returns the line of one function of the program. */
    const runInPage = async (name: 'smoke' | 'smokeWithoutWasm', policy = ''): Promise<string> => {
      const page = await browser.newPage();
      await page.goto(`${origin}/?${new URLSearchParams({ run: name, policy })}`);
      const line = await page.evaluate(() => (globalThis as unknown as { result: Promise<string> }).result);
      await page.close();
      return line;
    };

    test('loads on both engines', async () => {
      expect(await runInPage('smoke')).toBe('OK wasm js init');
    });

    test('loads on both engines where eval is forbidden', async () => {
      const policy = "default-src 'none'; connect-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
      expect(await runInPage('smoke', policy)).toBe('OK wasm js init');
    });

    test('takes the JavaScript engine by itself where WebAssembly is forbidden too', async () => {
      const policy = "default-src 'none'; connect-src 'self'; script-src 'self'";
      expect(await runInPage('smokeWithoutWasm', policy)).toBe('OK js');
    });
  });
}
