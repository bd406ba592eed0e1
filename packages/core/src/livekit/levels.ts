/** Quieter than this is shown as silence: the noise of a room behind a browser's noise suppression. dBFS, RMS. */
export const quietestDecibels = -60
/** This loud fills the meter; speech after gain control is at -30 to -18. dBFS, RMS. */
export const loudestDecibels = -10

/**
 * Loudness 0..100 of an amplitude 0..1. Linear in decibels between `quietestDecibels` and `loudestDecibels`, so equal steps
 * sound equally big; a meter of the bare amplitude would stay in its lowest tenth while somebody talks.
 */
export function levelOfAmplitude(amplitude: number): number {
  if (!(amplitude > 0)) return 0
  const decibels = 20 * Math.log10(amplitude)
  const share = (decibels - quietestDecibels) / (loudestDecibels - quietestDecibels)
  return Math.round(100 * Math.min(1, Math.max(0, share)))
}

/** Root mean square of samples -1..1: the amplitude that carries their energy. 0 for none. */
export function amplitudeOfSamples(samples: ArrayLike<number>): number {
  let energy = 0
  for (let index = 0; index < samples.length; index += 1) energy += (samples[index] ?? 0) ** 2
  return samples.length === 0 ? 0 : Math.sqrt(energy / samples.length)
}
