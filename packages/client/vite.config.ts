import { fileURLToPath } from 'node:url';
import { defaultClientConditions, defineConfig } from 'vite';

const source = (name: string) => fileURLToPath(new URL(`src/${name}.ts`, import.meta.url));

/** The doors of the package, as `exports` in package.json names them. */
export const ENTRIES = {
  join: source('join'),
  delivery: source('delivery'),
  'signaling-connection': source('signaling-connection'),
};

// What the library uses of packages/shared becomes part of it: nothing is left to install beside it.
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  resolve: { conditions: ['parley:source', ...defaultClientConditions] },
  build: {
    target: ['chrome123', 'firefox121', 'safari17.5'],
    sourcemap: true,
    // The types stand there, too.
    emptyOutDir: false,
    lib: { entry: ENTRIES, formats: ['es'] },
    rolldownOptions: { output: { chunkFileNames: 'parts/[name].js', minify: true } },
  },
});
