import { defaultClientConditions, defineConfig } from 'vite';

export default defineConfig({
  // The workspace packages come from their sources, so that neither a build nor a reload waits for theirs.
  resolve: { conditions: ['parley:source', ...defaultClientConditions] },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: ['chrome123', 'firefox121', 'safari17.5'],
    sourcemap: false,
    // The page runs under a policy without inline scripts and without data: scripts.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // The connection test is a page of its own, so that neither waits for what only the other needs.
    rolldownOptions: { input: ['index.html', 'check.html'] },
  },
  server: {
    proxy: {
      '/ws': { target: 'ws://localhost:8080', ws: true },
      '/api': { target: 'http://localhost:8080' },
    },
  },
});
