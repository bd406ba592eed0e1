/** What each part of Ringkit may weigh, kB of 1000 bytes: what was reached, and about 3 % more, or what is aimed at. By the names of `kitSizes.ts`. */
export const sizeLimits: Readonly<Record<string, number>> = {
  'first load': 25.5,
  'engine, store and hooks, without the socket client': 11.1,
  'call screen': 45,
  'the half of the engine for calls': 7.3,
  'stylesheet of a call': 6,
  'stylesheet of all components': 6.6,
  'picture and sound, without livekit-client': 12.3,
}
