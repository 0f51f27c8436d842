// biome-ignore-all lint/a11y/useAriaPropsSupportedByRole: the roles depend on the width
// biome-ignore-all lint/a11y/noStaticElementInteractions: the keys are those of the links within
// biome-ignore-all lint/a11y/useSemanticElements: rows that are placed by themselves cannot be rows of a table element
// biome-ignore-all lint/a11y/useFocusableInteractive: the links and buttons within are focused
import { NativeSelect, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, memo, type ReactNode, useCallback, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './data-table.module.css'
import { RowLink } from './row-link.tsx'

export interface Column<R> {
  key: string
  title: string
  /** The title is only for screen readers, as of a column of menus. */
  hideTitle?: boolean
  /** A track of a CSS grid: `minmax(8rem, 1fr)`, `6rem`. */
  width: string
  align?: 'end'
  sortable?: boolean
  cell: (row: R) => ReactNode
}

export interface Sort {
  key: string
  descending: boolean
}

interface DataTableProps<T, R> {
  /** What the table shows, for screen readers. */
  label: string
  items: readonly T[]
  itemKey: (item: T) => string | number
  /** A hook that gives an item's row, and renders that row alone when it changes. Left out, items are rows. */
  useRow?: (item: T) => R | undefined
  columns: readonly Column<R>[]
  sort?: Sort
  onSort?: (sort: Sort) => void
  /** Where a click anywhere on the row leads: the first column becomes the link. */
  rowHref?: (row: R) => string
  /** A row on narrow screens, where the columns do not fit. With `rowHref` all of it is the link. */
  card: (row: R) => ReactNode
  /** In pixels. */
  rowHeight?: number
  cardHeight?: number
  /** Called when the end is near, to load more. */
  onEnd?: () => void
}

/**
 * A table of any length: only the rows in sight exist, the page itself scrolls, the head stays. Arrow keys go from row to
 * row. On narrow screens it is a list of cards. Columns and callbacks should stay the same objects between renders.
 */
export function DataTable<T, R = T>(props: DataTableProps<T, R>) {
  const narrow = useMediaQuery('(max-width: 48em)', window.matchMedia('(max-width: 48em)').matches) ?? false
  const { items, itemKey, rowHeight = 52, cardHeight = 92, onEnd } = props
  const body = useRef<HTMLDivElement>(null)
  const [scrollMargin, setScrollMargin] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what stands above changes with these
  useLayoutEffect(() => {
    const top = body.current?.getBoundingClientRect().top ?? 0
    const margin = Math.round(top + window.scrollY)
    setScrollMargin((known) => (known === margin ? known : margin))
  }, [items, narrow])
  const keyAt = useCallback((index: number) => itemKey(items[index]!), [items, itemKey])

  const virtual = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => (narrow ? cardHeight : rowHeight),
    getItemKey: keyAt,
    overscan: 6,
    scrollMargin,
  })
  // Cards that were measured say nothing of rows.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the one becomes the other
  useLayoutEffect(() => virtual.measure(), [narrow])
  const shown = virtual.getVirtualItems()
  const last = shown.at(-1)?.index ?? -1
  const near = items.length > 0 && last >= items.length - 10
  const count = items.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for every end that comes near
  useLayoutEffect(() => {
    if (near) onEnd?.()
  }, [near, count])

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const step = steps[event.key]
    const from = (event.target as HTMLElement).closest<HTMLElement>('[data-index]')
    if (step === undefined || !from || !(event.target as HTMLElement).matches('[data-row-link]')) return
    event.preventDefault()
    const to = Math.max(0, Math.min(items.length - 1, Number(from.dataset.index) + step))
    virtual.scrollToIndex(to, { align: 'auto' })
    focusRow(body.current, to)
  }

  const grid = { gridTemplateColumns: props.columns.map((column) => column.width).join(' ') }
  const rows = (
    <div
      ref={body}
      className={classes.body}
      style={{ height: virtual.getTotalSize() }}
      role={narrow ? 'list' : 'rowgroup'}
      aria-label={narrow ? props.label : undefined}
      onKeyDown={onKeyDown}
    >
      {shown.map((place) => (
        <div
          key={place.key}
          ref={narrow ? virtual.measureElement : undefined}
          data-index={place.index}
          className={narrow ? classes.card : classes.row}
          style={{
            ...(narrow ? {} : { ...grid, height: rowHeight }),
            transform: `translateY(${place.start - scrollMargin}px)`,
          }}
          role={narrow ? 'listitem' : 'row'}
          aria-rowindex={narrow ? undefined : place.index + 2}
          aria-setsize={narrow ? items.length : undefined}
          aria-posinset={narrow ? place.index + 1 : undefined}
        >
          <Row
            item={items[place.index]!}
            useRow={(props.useRow ?? identity) as (item: T) => R | undefined}
            columns={props.columns}
            rowHref={props.rowHref}
            card={narrow ? props.card : undefined}
          />
        </div>
      ))}
    </div>
  )

  if (narrow)
    return (
      <>
        <NarrowSort {...props} />
        {rows}
      </>
    )
  return (
    <div role="table" aria-label={props.label} aria-rowcount={items.length + 1}>
      <div role="rowgroup" className={classes.head}>
        <div role="row" aria-rowindex={1} className={classes.heads} style={grid}>
          {props.columns.map((column) => (
            <Head key={column.key} column={column} sort={props.sort} onSort={props.onSort} />
          ))}
        </div>
      </div>
      {rows}
    </div>
  )
}

const steps: Record<string, number | undefined> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
}

function identity<T>(item: T): T {
  return item
}

// A row that comes into sight exists some frames later.
function focusRow(body: HTMLElement | null, index: number, tries = 20): void {
  const link = body?.querySelector<HTMLElement>(`[data-index="${index}"] [data-row-link]`)
  if (link) link.focus({ preventScroll: true })
  else if (tries > 0) requestAnimationFrame(() => focusRow(body, index, tries - 1))
}

interface RowProps<T, R> {
  item: T
  useRow: (item: T) => R | undefined
  columns: readonly Column<R>[]
  rowHref: ((row: R) => string) | undefined
  card: ((row: R) => ReactNode) | undefined
}

const Row = memo(function Row<T, R>({ item, useRow, columns, rowHref, card }: RowProps<T, R>) {
  const row = useRow(item)
  if (row === undefined) return null
  if (card) {
    if (!rowHref) return <div className={classes.cardInside}>{card(row)}</div>
    return (
      <RowLink to={rowHref(row)} className={classes.cardInside}>
        {card(row)}
      </RowLink>
    )
  }
  return columns.map((column, place) => (
    <div key={column.key} role="cell" className={classes.cell} data-align={column.align}>
      {place === 0 && rowHref ? (
        <RowLink to={rowHref(row)} className={classes.link}>
          {column.cell(row)}
        </RowLink>
      ) : (
        column.cell(row)
      )}
    </div>
  ))
}) as <T, R>(props: RowProps<T, R>) => ReactNode

interface HeadProps<R> {
  column: Column<R>
  sort: Sort | undefined
  onSort: ((sort: Sort) => void) | undefined
}

function Head<R>({ column, sort, onSort }: HeadProps<R>) {
  const { t } = useTranslation()
  const sorted = sort?.key === column.key ? (sort.descending ? 'descending' : 'ascending') : undefined
  const Glyph = sorted === undefined ? IconArrowsSort : sorted === 'ascending' ? IconArrowUp : IconArrowDown
  return (
    <div
      role="columnheader"
      aria-sort={column.sortable ? (sorted ?? 'none') : undefined}
      className={classes.cell}
      data-align={column.align}
    >
      {column.sortable && onSort ? (
        <UnstyledButton
          className={classes.sort}
          data-sorted={sorted}
          title={t('table.sortBy', { column: column.title })}
          onClick={() => onSort({ key: column.key, descending: sorted === 'ascending' })}
        >
          {column.title}
          <Glyph size={13} aria-hidden />
        </UnstyledButton>
      ) : column.hideTitle ? (
        <VisuallyHidden>{column.title}</VisuallyHidden>
      ) : (
        column.title
      )}
    </div>
  )
}

function NarrowSort<T, R>({ columns, sort, onSort }: DataTableProps<T, R>) {
  const { t } = useTranslation()
  const sortable = columns.filter((column) => column.sortable)
  if (!sort || !onSort || sortable.length === 0) return null
  return (
    <NativeSelect
      mb="xs"
      size="sm"
      aria-label={t('table.sort')}
      value={`${sort.key}${sort.descending ? '-' : ''}`}
      onChange={(event) => {
        const value = event.currentTarget.value
        onSort({ key: value.replace(/-$/, ''), descending: value.endsWith('-') })
      }}
      data={sortable.flatMap((column) => [
        { value: column.key, label: `${column.title} ↑` },
        { value: `${column.key}-`, label: `${column.title} ↓` },
      ])}
    />
  )
}
