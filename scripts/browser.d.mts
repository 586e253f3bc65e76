/** Types of browser.mjs. */
export function findBrowser(options?: { readonly install?: boolean }): Promise<{ readonly executablePath?: string; readonly how: string }>;
