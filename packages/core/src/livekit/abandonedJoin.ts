/** As much of LiveKit's engine as entering a room takes. */
export interface Joining<Args extends unknown[], Joined> {
  join(...args: Args): Promise<Joined>
  cleanupLossyDataStats(): void
  cleanupPeerConnections(): Promise<void>
}

/**
 * LiveKit makes its peer connection before it asks the server, and its engine, which counts as closed until the server has answered,
 * does not close again (`RTCEngine.close()` of livekit-client 2.23). A room left before that would leave the connection and a
 * timer behind, once for each ring that is over quickly. With this they go as soon as the attempt has failed.
 */
export function cleanAbandonedJoin<Args extends unknown[], Joined>(engine: Joining<Args, Joined>): void {
  const join = engine.join.bind(engine)
  engine.join = async (...args) => {
    try {
      return await join(...args)
    } catch (cause) {
      engine.cleanupLossyDataStats()
      // What matters is why it failed.
      await engine.cleanupPeerConnections().catch(() => {})
      throw cause
    }
  }
}
