import { effect, signal } from '@preact/signals';

/** What the page lies on now: paper before and after a call, the stage in it. */
export const surface = signal<'paper' | 'stage'>('paper');

/** Has the page's ground, and the browser's own bars around it, take its colour. Gives a function that ends it. */
export function paintSurface(root: HTMLElement): () => void {
  const bars = document.querySelector<HTMLMetaElement>('meta[name=theme-color]');
  const paint = () => {
    root.dataset['surface'] = surface.value;
    if (bars !== null) bars.content = getComputedStyle(root).backgroundColor;
  };
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', paint);
  const release = effect(paint);
  return () => {
    release();
    dark.removeEventListener('change', paint);
  };
}
