/** How a connection ends, by name. RFC 6455 section 7.4 has the codes below 4000; the rest are ours. */
export const CLOSE_CODES = {
  normal: 1000,
  goingAway: 1001,
  unsupportedData: 1003,
  noStatus: 1005,
  abnormal: 1006,
  invalidPayload: 1007,
  tooLarge: 1009,
  internalError: 1011,
  serviceRestart: 1012,
  tryAgainLater: 1013,
  storeLost: 4000,
  slowReader: 4001,
  noSignOfLife: 4002,
  abuse: 4500,
  takenOver: 4501,
  unauthorized: 4502,
  removed: 4503,
} as const;

export type CloseCode = (typeof CLOSE_CODES)[keyof typeof CLOSE_CODES];

/**
 * Whether a client whose socket was closed with `code` comes back by itself.
 * A code that it does not know is read by its range: 4000 to 4499 come back, 4500 to 4999 do not. The faults of a
 * client's own making (a binary frame, no valid message, a frame too large) would only repeat themselves.
 */
export function shouldReconnect(code: number): boolean {
  if (code >= 4000) return code < 4500;
  switch (code) {
    case CLOSE_CODES.normal:
    case CLOSE_CODES.unsupportedData:
    case CLOSE_CODES.invalidPayload:
    case CLOSE_CODES.tooLarge:
      return false;
    default:
      return true;
  }
}

/** Whether a close frame with `code`, sent by the client, means that it left: `bye` at once and no resume. */
export function isLeaving(code: number): boolean {
  return code === CLOSE_CODES.normal || code === CLOSE_CODES.goingAway || code === CLOSE_CODES.noStatus;
}
