import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const root = resolve(import.meta.dirname, '..');

/** The HEIC decoder is LGPL: it stays in files of its own, which anyone may replace, and its licence goes with them. */
const heicLicense = (): Plugin => ({
  name: 'heic-license',
  apply: 'build',
  generateBundle() {
    const source = readFileSync(resolve(root, 'node_modules/libheif-js/LICENSE'), 'utf8');
    this.emitFile({ type: 'asset', fileName: 'licenses/libheif-js.txt', source });
  },
});

/** The HEIC decoder also runs in Node and names Node's modules for it; in a browser it never asks for them. */
const withoutNode = (): Plugin => ({
  name: 'heic-without-node',
  enforce: 'pre',
  resolveId: (id, importer) => (importer?.includes('/libheif-js/') === true && ['fs', 'path', 'crypto'].includes(id) ? '\0nothing' : null),
  load: (id) => (id === '\0nothing' ? 'export default {};' : null),
});

/**
 * The renderer's build. Both shells serve it at the root of an origin (`app://station/`, `http://127.0.0.1:<port>/`), so
 * addresses are absolute, and a deep link finds its files. Nothing is inlined: the content security policy allows neither
 * inline scripts nor fonts or workers out of `data:`.
 */
export default defineConfig({
  root: resolve(root, 'renderer'),
  base: '/',
  cacheDir: resolve(root, '.cache/vite'),
  publicDir: false,
  plugins: [react(), heicLicense()],
  worker: { format: 'es', plugins: () => [withoutNode()] },
  optimizeDeps: { include: ['exifr', 'libheif-js/libheif-wasm/libheif.js'] },
  build: {
    outDir: resolve(root, 'dist/renderer'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 4_000,
  },
});
