/** Fills the screen with an element, or gives it back. A browser may refuse, as inside of a frame; then all stays as it is. */
export async function toggleFullScreen(element: Element | null): Promise<void> {
  const isFull = document.fullscreenElement !== null;
  await (isFull ? document.exitFullscreen() : element?.requestFullscreen())?.catch(() => {});
}
