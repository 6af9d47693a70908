/** Port to the platform that runs us. */
export interface Invoker {
  /**
   * Asks for a fresh asynchronous invocation of this function with an event, which begins when the platform has room.
   * Throws `CallError`; after an `ambiguous` one it may come all the same.
   */
  invoke(event: Readonly<Record<string, unknown>>): Promise<void>;
}
