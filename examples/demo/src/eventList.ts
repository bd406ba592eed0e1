/** Older entries go when there are more. */
const MOST = 500
/** This near to its end the list follows its newest entry, px. */
const NEAR_END = 40

/** What JSON leaves empty is told in words. */
function readable(_key: string, value: unknown): unknown {
  return value instanceof Error ? `${value.name}: ${value.message}` : value
}

/** One event; the payload is in its `<code>`. */
function entry(event: string, payload: string): HTMLLIElement {
  const item = document.createElement('li')
  item.dataset.event = event
  const time = document.createElement('time')
  time.textContent = new Date().toLocaleTimeString('en', { hour12: false })
  const name = document.createElement('strong')
  name.textContent = event
  const code = document.createElement('code')
  code.textContent = payload
  item.append(time, ' ', name, ' ', code)
  return item
}

/**
 * Writes events into a list, newest last, one item each. Volumes, ten a second, share one item per call, which shows the
 * newest.
 */
export function createEventList(list: HTMLOListElement): (event: string, payload: unknown) => void {
  let volume: HTMLLIElement | undefined

  function append(item: HTMLLIElement): void {
    const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_END
    list.append(item)
    if (list.childElementCount > MOST) list.firstElementChild?.remove()
    if (isAtEnd) list.scrollTop = list.scrollHeight
  }

  return (event, payload) => {
    const item = entry(event, JSON.stringify(payload, readable))
    if (event === 'CALL_BEGIN') volume = undefined
    if (event !== 'USER_VOICE_VOLUME') append(item)
    else {
      if (volume?.isConnected) volume.replaceWith(item)
      else append(item)
      volume = item
    }
  }
}
