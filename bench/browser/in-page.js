// Runs in the pages that are measured, before anything of theirs. The times it gives are those of frames that were painted.

globalThis.watching = { shown, expect, answer, scroll, note, takeNotes, takeLongTasks }

const longTasks = []
new PerformanceObserver((list) => {
  longTasks.push(...list.getEntries().map(({ duration }) => duration))
}).observe({ type: 'longtask', buffered: true })

/** Durations in milliseconds since it was asked last. */
function takeLongTasks() {
  return longTasks.splice(0)
}

/** When the element is there, in milliseconds since the navigation began. */
function shown(selector) {
  return when(
    () => document.querySelector(selector)?.getClientRects().length > 0,
    () => performance.now(),
  )
}

let answered = Promise.resolve(0)

/** Waits for the next such event, and then until the element says something else. */
function expect(eventType, { selector, attribute }) {
  const before = sayingOf(selector, attribute)
  let beganMs
  addEventListener(eventType, (event) => (beganMs ??= event.timeStamp), { capture: true, once: true })
  const isOther = () => beganMs !== undefined && sayingOf(selector, attribute) !== before
  answered = when(isOther, () => performance.now() - beganMs)
}

/** How long that took. */
function answer() {
  return answered
}

/** Scrolls by so many pixels in every frame. */
function scroll(seconds, pixels) {
  const gaps = []
  const endMs = performance.now() + seconds * 1_000
  let lastMs = performance.now()
  return new Promise((resolve) => {
    requestAnimationFrame(function step() {
      const nowMs = performance.now()
      gaps.push(nowMs - lastMs)
      lastMs = nowMs
      scrollBy(0, pixels)
      if (nowMs < endMs) requestAnimationFrame(step)
      else resolve({ frames: gaps.length, seconds: (nowMs - endMs) / 1_000 + seconds, longestMs: Math.max(...gaps) })
    })
  })
}

const notes = []

/** Notes from now on what these elements say, whenever it is something else; null when they are not there. */
function note(watched) {
  const said = new Map()
  const look = () => {
    for (const { key, selector, attribute } of watched) {
      const value = sayingOf(selector, attribute)
      if (said.get(key) === value) continue
      said.set(key, value)
      painted(() => notes.push({ key, value, atMs: Date.now() }))
    }
  }
  look()
  observe(look)
}

function takeNotes() {
  return notes.splice(0)
}

function sayingOf(selector, attribute) {
  const element = document.querySelector(selector)
  return element === null ? null : attribute ? element.getAttribute(attribute) : element.textContent
}

const longestMs = 20_000

function when(isDone, result) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`nothing was shown within ${longestMs} ms`)), longestMs)
    const look = () => {
      if (!isDone()) return
      clearTimeout(timer)
      observer.disconnect()
      painted(() => resolve(result()))
    }
    const observer = observe(look)
    look()
  })
}

function observe(look) {
  const observer = new MutationObserver(look)
  observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true })
  return observer
}

// A frame's callbacks run before it is painted, and messages after it.
function painted(then) {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = then
    port2.postMessage(null)
  })
}
