const FOCUSABLE = 'a[href], button, input, select, textarea, [tabindex="0"]';

/**
 * Nobody falls off the page: where what one stands on goes away or is switched off, one stands on what is nearest, or,
 * on a new screen, at its beginning (`data-home`, or its heading). Gives a function that ends it.
 */
export function keepFocus(root: HTMLElement): () => void {
  // What has the focus, and all around it, from the inside out.
  let path: Element[] = [];
  const note = ({ target }: Event) => {
    path = [];
    for (
      let at = target instanceof Element ? target : null;
      at !== null && at !== root;
      at = at.parentElement
    )
      path.push(at);
  };
  // A press beside everything lets go on purpose.
  const letGo = () => void (path = []);
  const mend = () => {
    const [last] = path;
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (!lost || last === undefined || canStand(last) || document.querySelector('dialog[open]') !== null)
      return;
    const near = path.filter((element) => root.contains(element)).flatMap(within)[0] ?? beginningOf(root);
    near?.focus();
  };
  const observer = new MutationObserver(mend);
  observer.observe(root, { childList: true, subtree: true, attributeFilter: ['disabled', 'hidden'] });
  root.addEventListener('focusin', note);
  document.addEventListener('pointerdown', letGo);
  return () => {
    observer.disconnect();
    root.removeEventListener('focusin', note);
    document.removeEventListener('pointerdown', letGo);
  };
}

function canStand(element: Element): boolean {
  return element.isConnected && !element.matches(':disabled');
}

function within(element: Element): HTMLElement[] {
  return [...element.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
    (found) => canStand(found) && found.checkVisibility(),
  );
}

function beginningOf(root: HTMLElement): HTMLElement | null {
  const home = root.querySelector<HTMLElement>('[data-home], h1');
  if (home !== null) home.tabIndex = -1;
  return home;
}
