const NAMES_ADDRESS = /https?:\/\/\S+\.js\b/;

interface Browser {
  import: (address: string) => Promise<unknown>;
  fetch: (address: string) => Promise<{ readonly ok: boolean }>;
}

// The address is one of our own build, told by the browser itself; the policy of the page lets no other in.
const BROWSER: Browser = {
  import: (address) => import(/* @vite-ignore */ address),
  fetch: (address) => fetch(address),
};

let tries = 0;

/**
 * Loads a part of the page by `load`, an `import()`. Firefox, and Chromium up to 150, keep for as long as the page lives
 * that a module did not come, and never ask for it again (HTML, "fetch a single module script"): where its file is there
 * by now, it is had under another address. Rejects as `load` does where it is not there.
 */
export async function bringModule<Module>(
  load: () => Promise<Module>,
  browser: Browser = BROWSER,
): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    const address = addressIn(error);
    if (address === undefined || !(await isThere(address, browser))) throw error;
    tries += 1;
    // First as it was: a browser that asks anew must get no second copy of what this part shares with others.
    return await load().catch(() => browser.import(`${address}?again=${tries}`) as Promise<Module>);
  }
}

function addressIn(error: unknown): string | undefined {
  return error instanceof TypeError ? NAMES_ADDRESS.exec(error.message)?.[0] : undefined;
}

async function isThere(address: string, browser: Browser): Promise<boolean> {
  try {
    return (await browser.fetch(address)).ok;
  } catch {
    return false;
  }
}
