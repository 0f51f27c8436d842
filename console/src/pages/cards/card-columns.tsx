import { IconKey } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import type { Card } from '../../../../api/console/wire/administration.ts'
import { formatFullTime } from '../../format/format.ts'
import type { Column } from '../../parts/data-table.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import classes from './card-columns.module.css'
import { CardStatus } from './card-status.tsx'
import { formatLastDay } from './format-last-day.ts'

/** The columns of the cards' table; `menu` gives what can be done with one. */
export function cardColumns(t: TFunction<'cards'>, menu: (card: Card) => ReactNode): Column<Card>[] {
  return [
    { key: 'uid', title: t('column.uid'), width: 'minmax(10rem, 1.2fr)', cell: (card) => <Uid card={card} t={t} /> },
    { key: 'status', title: t('column.status'), width: '8.5rem', cell: ({ status }) => <CardStatus status={status} /> },
    {
      key: 'visualNumber',
      title: t('column.visualNumber'),
      width: 'minmax(6rem, 0.8fr)',
      cell: ({ visualNumber }) => <OrNothing text={visualNumber} />,
    },
    {
      key: 'vehicle',
      title: t('column.vehicle'),
      width: 'minmax(6rem, 1fr)',
      cell: ({ vehicle }) =>
        vehicle === null ? (
          <OrNothing text={null} />
        ) : (
          <PageLink to="/vehicles" search={{ q: vehicle }} title={vehicle}>
            {vehicle}
          </PageLink>
        ),
    },
    {
      key: 'group',
      title: t('column.group'),
      width: 'minmax(5rem, 0.8fr)',
      cell: ({ group }) => <OrNothing text={group} />,
    },
    {
      key: 'validUntil',
      title: t('column.validUntil'),
      width: '8rem',
      cell: (card) => <ValidUntil card={card} t={t} />,
    },
    {
      key: 'note',
      title: t('column.note'),
      width: 'minmax(6rem, 1.4fr)',
      cell: ({ note }) => <OrNothing text={note} />,
    },
    { key: 'menu', title: t('column.actions'), hideTitle: true, width: '2.5rem', align: 'end', cell: menu },
  ]
}

/** A card on a narrow screen. */
export function CardBrief({ card, menu, t }: { card: Card; menu: ReactNode; t: TFunction<'cards'> }) {
  const facts = [card.visualNumber, card.vehicle, card.group].filter((fact) => fact !== null)
  return (
    <div className={classes.brief}>
      <div className={classes.words}>
        <Uid card={card} t={t} />
        {facts.length > 0 && <div className={classes.facts}>{facts.join(' · ')}</div>}
        <div className={classes.last}>
          <CardStatus status={card.status} />
          {card.validUntil !== null && (
            <span className={classes.quiet}>
              {t('column.validUntil')} <ValidUntil card={card} t={t} />
            </span>
          )}
        </div>
        {card.note !== null && <div className={classes.quiet}>{card.note}</div>}
      </div>
      {menu}
    </div>
  )
}

function Uid({ card: { uid, masterPass }, t }: { card: Card; t: TFunction<'cards'> }) {
  return (
    <span className={classes.uid} title={uid}>
      {uid}
      {masterPass && <IconKey size={15} role="img" aria-label={t('masterPass')} className={classes.master} />}
    </span>
  )
}

function OrNothing({ text }: { text: string | null }) {
  return text === null ? <span className={classes.quiet}>–</span> : <span title={text}>{text}</span>
}

function ValidUntil({ card: { validUntil }, t }: { card: Card; t: TFunction<'cards'> }) {
  if (validUntil === null) return <span className={classes.quiet}>{t('unlimited')}</span>
  return (
    <time dateTime={validUntil} title={formatFullTime(validUntil)} className="numbers">
      {formatLastDay(validUntil)}
    </time>
  )
}
