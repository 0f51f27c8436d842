import type { Registry } from '@prometheus-io/client'

/** Counts events under one set of labels, without work or garbage per event; hold on to it. */
export type Tally = { add(count?: number): void }

/** Counts and sums durations under one set of labels, likewise. */
export type Timing = { add(seconds: number): void }

type Labels = Record<string, string>

type Family<T> = { of(labels: Labels): T }

type Metric = { name: string; help: string; register: Registry }

/**
 * A counter for the hottest paths. The client's own looks its labels up anew, by a text made for it, at every event.
 * Label values that chargers or clients invent must not fill the memory: beyond `most` sets the rest share one.
 */
export function tallies(metric: Metric): Family<Tally> {
  const counts = new Children((labels) => new Count(labels))
  expose(metric, 'counter', () => counts.all().map(({ labels, count }) => ({ labels, value: count })))
  return counts
}

/** A histogram for the hottest paths. */
export function timings(metric: Metric & { buckets: readonly number[] }): Family<Timing> {
  const { name, buckets } = metric
  const histograms = new Children((labels) => new Histogram(labels, buckets))
  expose(metric, 'histogram', () => histograms.all().flatMap((histogram) => histogram.values(name)))
  return histograms
}

class Count implements Tally {
  readonly labels: Labels
  count = 0

  constructor(labels: Labels) {
    this.labels = labels
  }

  add(count = 1): void {
    this.count += count
  }
}

class Histogram implements Timing {
  readonly labels: Labels
  readonly #bounds: readonly number[]
  readonly #counts: Float64Array
  #sum = 0

  constructor(labels: Labels, bounds: readonly number[]) {
    this.labels = labels
    this.#bounds = bounds
    this.#counts = new Float64Array(bounds.length + 1)
  }

  add(seconds: number): void {
    let bucket = 0
    while (bucket < this.#bounds.length && seconds > this.#bounds[bucket]!) bucket += 1
    this.#counts[bucket]! += 1
    this.#sum += seconds
  }

  values(name: string) {
    let total = 0
    const buckets = [...this.#bounds, '+Inf'].map((le, index) => {
      total += this.#counts[index]!
      return { metricName: `${name}_bucket`, labels: { ...this.labels, le: String(le) }, value: total }
    })
    const sum = { metricName: `${name}_sum`, labels: this.labels, value: this.#sum }
    const count = { metricName: `${name}_count`, labels: this.labels, value: total }
    return [...buckets, sum, count]
  }
}

const most = 2_000

class Children<T> implements Family<T> {
  readonly #make: (labels: Labels) => T
  readonly #known = new Map<string, T>()

  constructor(make: (labels: Labels) => T) {
    this.#make = make
  }

  of(labels: Labels): T {
    const known = this.#known.get(keyOf(labels))
    if (known) return known
    const kept = this.#known.size < most ? labels : allOther(labels)
    const child = this.#known.get(keyOf(kept)) ?? this.#make(kept)
    this.#known.set(keyOf(kept), child)
    return child
  }

  all(): T[] {
    return [...this.#known.values()]
  }
}

function keyOf(labels: Labels): string {
  return Object.values(labels).join('\0')
}

function allOther(labels: Labels): Labels {
  return Object.fromEntries(Object.keys(labels).map((name) => [name, 'other']))
}

type Value = { labels: Labels; value: number; metricName?: string }

// The registry asks only this of a metric, though its type names the client's own classes.
function expose({ name, help, register }: Metric, type: string, values: () => Value[]): void {
  const metric = {
    name,
    help,
    type,
    aggregator: 'sum',
    get: async () => ({ name, help, type, aggregator: 'sum', values: values() }),
  }
  register.registerMetric(metric as never)
}
