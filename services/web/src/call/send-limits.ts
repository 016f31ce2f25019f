/** What a person may let their pictures take, towards each peer; `sound` is no picture at all. */
export const SEND_LIMITS = ['unlimited', '2000', '1000', '500', '250', '125', 'sound'] as const;

/** What all they send may take, sound included. */
export const UPLOAD_BUDGETS = ['unlimited', '8000', '4000', '2000', '1000', '500', '250'] as const;

export type SendLimit = (typeof SEND_LIMITS)[number];
export type UploadBudget = (typeof UPLOAD_BUDGETS)[number];

export function isSendLimit(value: string): value is SendLimit {
  return SEND_LIMITS.some((limit) => limit === value);
}

export function isUploadBudget(value: string): value is UploadBudget {
  return UPLOAD_BUDGETS.some((budget) => budget === value);
}

/** In bits a second; null for no limit. */
export function bitsPerSecond(limit: SendLimit | UploadBudget): number | null {
  if (limit === 'unlimited') return null;
  return limit === 'sound' ? 0 : Number(limit) * 1000;
}

/** The largest budget that stays below what goes out now; the smallest where none does. */
export function budgetBelow(bps: number): UploadBudget {
  const below = UPLOAD_BUDGETS.find((budget) => (bitsPerSecond(budget) ?? Number.POSITIVE_INFINITY) <= bps);
  return below ?? '250';
}
