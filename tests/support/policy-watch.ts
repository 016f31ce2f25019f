/** What a page says of each violation of its content security policy. No test may expect one. */
export const POLICY_VIOLATED = /^policy violated: /;

/**
 * Runs in the page before the page's own scripts and makes every violation an error of the page; Chromium tells the
 * console too, but not of every directive. Playwright sends it as text: nothing from outside may be used in here.
 */
export function installPolicyWatch(): void {
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
    reportError(new Error(`policy violated: ${effectiveDirective} by ${blockedURI}`));
  });
}
