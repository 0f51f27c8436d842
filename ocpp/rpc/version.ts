/** The protocol versions we speak, spelled as in the WebSocket subprotocol without its `ocpp` prefix. */
export type OcppVersion = '1.6' | '2.0.1' | '2.1'
