/** What one's browser and system are called, as far as the way to their settings depends on it. */
export interface Surroundings {
  browser: 'chromium' | 'firefox' | 'safari';
  system: 'windows' | 'macos' | 'ios' | 'android' | 'other';
}

/** Reads what a browser says of itself. A wrong guess costs a person a wrong hint and nothing else. */
export function readSurroundings(userAgent: string, touchPoints: number): Surroundings {
  const system = systemOf(userAgent, touchPoints);
  // On iOS all of them are Safari inside, but for their own name (FxiOS, CriOS).
  if (/Firefox\/|FxiOS\//.test(userAgent)) return { browser: 'firefox', system };
  const safari = /Safari\//.test(userAgent) && !/Chrom(e|ium)\/|CriOS\/|EdgiOS\//.test(userAgent);
  return { browser: safari ? 'safari' : 'chromium', system };
}

export const surroundings = readSurroundings(navigator.userAgent, navigator.maxTouchPoints);

function systemOf(userAgent: string, touchPoints: number): Surroundings['system'] {
  if (/Android/.test(userAgent)) return 'android';
  if (/iPhone|iPad|iPod/.test(userAgent)) return 'ios';
  // An iPad says that it is a Mac; no Mac has a touch screen.
  if (/Macintosh/.test(userAgent)) return touchPoints > 1 ? 'ios' : 'macos';
  return /Windows/.test(userAgent) ? 'windows' : 'other';
}
