/** Version of the wire contract in docs/protocol/README.md. */
export const PROTOCOL_VERSION = 1;

/** The WebSocket subprotocol a client may offer; one that offers none gets this version. */
export const SUBPROTOCOL = `parley.v${PROTOCOL_VERSION}` as const;
