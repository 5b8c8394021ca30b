import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const root = resolve(import.meta.dirname, '../../..');

/**
 * The whole renderer in a browser without host or center: `npx vite --config tests/support/playground/vite.config.ts`,
 * then http://127.0.0.1:5199/?role=station|county&lang=zh-CN|en&size=100|125|150&offline=1&enrol=1&empty=1&dev=1&keep=1&hours=50000
 */
export default defineConfig({
  root: import.meta.dirname,
  cacheDir: resolve(root, '.cache/vite-playground'),
  publicDir: false,
  plugins: [react()],
  worker: { format: 'es' },
  optimizeDeps: { include: ['exifr', 'libheif-js/libheif-wasm/libheif.js'] },
  server: { host: '127.0.0.1', port: 5199, strictPort: false, fs: { allow: [root] } },
});
