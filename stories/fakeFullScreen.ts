/**
 * A full screen of the page for stories: browsers give the real one to trusted presses alone, and no script makes those. Returns
 * what puts the browser's own back.
 */
export function fakeFullScreen(): () => void {
  const { documentElement: root } = document
  let isFull = false
  const set = (isNow: boolean): void => {
    isFull = isNow
    document.dispatchEvent(new Event('fullscreenchange'))
  }
  const fakes: [object, PropertyDescriptorMap][] = [
    [root, { requestFullscreen: { value: async () => set(true), configurable: true } }],
    [
      document,
      {
        exitFullscreen: { value: async () => set(false), configurable: true },
        fullscreenEnabled: { value: true, configurable: true },
        fullscreenElement: { get: () => (isFull ? root : null), configurable: true },
      },
    ],
  ]
  for (const [target, properties] of fakes) Object.defineProperties(target, properties)
  return () => {
    for (const [target, properties] of fakes)
      for (const name of Object.keys(properties)) Reflect.deleteProperty(target, name)
  }
}
