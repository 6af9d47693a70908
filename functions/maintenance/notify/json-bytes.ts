/** The bytes that a body takes as it is sent. */
export function jsonBytes(body: unknown): number {
  return Buffer.byteLength(JSON.stringify(body));
}
