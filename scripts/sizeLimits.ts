/** What each part of Ringkit may weigh, kB of 1000 bytes: what was reached, and about 3 % more. By the names of `kitSizes.ts`. */
export const sizeLimits: Readonly<Record<string, number>> = {
  'first load': 30.9,
  'engine, store and hooks, without the socket client': 16.4,
  'call screen': 58.8,
  stylesheet: 8.4,
  'picture and sound, without livekit-client': 11.2,
}
