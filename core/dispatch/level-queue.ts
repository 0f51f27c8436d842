/** Rows by the level at which they will be full: the lowest first, ties by number. A row's level may be set anew at any time. */
export class LevelQueue {
  readonly #level: Float64Array
  readonly #heap: Int32Array
  readonly #place: Int32Array
  #length = 0

  constructor(rows: number) {
    this.#level = new Float64Array(rows)
    this.#heap = new Int32Array(rows)
    this.#place = new Int32Array(rows).fill(-1)
  }

  get lowest(): number {
    return this.#length === 0 ? Number.POSITIVE_INFINITY : this.#level[this.#heap[0]!]!
  }

  /** The row of the lowest level. */
  get first(): number {
    return this.#heap[0]!
  }

  set(row: number, level: number): void {
    const place = this.#place[row]!
    const before = this.#level[row]!
    this.#level[row] = level
    if (place === -1) {
      this.#heap[this.#length] = row
      this.#place[row] = this.#length
      this.#length += 1
      this.#rise(this.#length - 1)
    } else if (level < before) this.#rise(place)
    else this.#sink(place)
  }

  #rise(from: number): void {
    let place = from
    while (place > 0) {
      const above = (place - 1) >> 1
      if (!this.#isBefore(place, above)) return
      this.#swap(place, above)
      place = above
    }
  }

  #sink(from: number): void {
    let place = from
    for (;;) {
      const left = 2 * place + 1
      if (left >= this.#length) return
      const below = left + 1 < this.#length && this.#isBefore(left + 1, left) ? left + 1 : left
      if (!this.#isBefore(below, place)) return
      this.#swap(place, below)
      place = below
    }
  }

  #isBefore(a: number, b: number): boolean {
    const [rowA, rowB] = [this.#heap[a]!, this.#heap[b]!]
    const [levelA, levelB] = [this.#level[rowA]!, this.#level[rowB]!]
    return levelA < levelB || (levelA === levelB && rowA < rowB)
  }

  #swap(a: number, b: number): void {
    const rowA = this.#heap[a]!
    const rowB = this.#heap[b]!
    this.#heap[a] = rowB
    this.#heap[b] = rowA
    this.#place[rowB] = a
    this.#place[rowA] = b
  }
}
