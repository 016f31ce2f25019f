/** What has to be changed where something is wrong: a setting (or a line) and the file it stands in. */
export interface Remedy {
  readonly setting: string;
  readonly file: string;
  readonly how: string;
}

/** What a check found. A warning is what may be meant, or what will be a fault some day. */
export type Finding =
  | { readonly outcome: 'ok'; readonly seen: string }
  | { readonly outcome: 'warning' | 'fault'; readonly seen: string; readonly remedy: Remedy }
  | { readonly outcome: 'not tried'; readonly why: string };

export const ok = (seen: string): Finding => ({ outcome: 'ok', seen });
export const warning = (seen: string, remedy: Remedy): Finding => ({ outcome: 'warning', seen, remedy });
export const fault = (seen: string, remedy: Remedy): Finding => ({ outcome: 'fault', seen, remedy });
export const notTried = (why: string): Finding => ({ outcome: 'not tried', why });
