/** What a person may let their picture take, towards each peer. */
export const SEND_LIMITS = ['unlimited', '2000', '1000', '500', '250', '125'] as const;

export type SendLimit = (typeof SEND_LIMITS)[number];

export function isSendLimit(value: string): value is SendLimit {
  return SEND_LIMITS.some((limit) => limit === value);
}

/** In bits a second; null for no limit. */
export function bitsPerSecond(limit: SendLimit): number | null {
  return limit === 'unlimited' ? null : Number(limit) * 1000;
}
