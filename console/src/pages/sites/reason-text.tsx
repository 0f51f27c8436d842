import { useTranslation } from 'react-i18next'
import type { Texts } from '../../i18n/en.ts'
import { PageLink } from '../../parts/page-link.tsx'
import { bindingPlace } from './binding.ts'
import classes from './sites.module.css'

type Known = keyof Texts['steering']['reason']

interface ReasonTextProps {
  siteId: number
  reason: string | null
  boundBy: string | null
  boundByName: string | null
  /** Links do not stand in rows that are links themselves. */
  plain?: boolean
}

/** Why a session gets what it gets, in words, and the thing that binds. */
export function ReasonText({ siteId, reason, boundBy, boundByName, plain = false }: ReasonTextProps) {
  const { t, i18n } = useTranslation('steering')
  if (reason === null) return <span className={classes.dim}>{t('noReason')}</span>
  const sentence = i18n.exists(`steering:reason.${reason}`) ? t(`reason.${reason as Known}`) : reason
  // A meter has no name, and who gets everything is bound by nothing but its own EVSE; the sentence says enough.
  const name = reason === 'full_rate' || /^meter\d+$/.test(boundByName ?? '') ? null : boundByName
  const place = plain ? null : bindingPlace(siteId, boundBy)
  return (
    <span className={classes.reason}>
      {sentence}
      {name !== null && (
        <>
          {': '}
          {place ? (
            <PageLink to={place.to} {...(place.hash ? { hash: place.hash } : {})}>
              {name}
            </PageLink>
          ) : (
            <strong>{name}</strong>
          )}
        </>
      )}
    </span>
  )
}
