import { Button, type ButtonProps, Title } from '@mantine/core'
import { IconBan } from '@tabler/icons-react'
import { type ComponentProps, type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChargerDetail, CommandRequest } from '../../../../api/console/wire/chargers.ts'
import type { charger } from '../../i18n/en/charger.ts'
import { Needs } from '../../parts/needs.tsx'
import classes from './asked-section.module.css'
import { barrierTo } from './barrier.ts'
import { useRefusals } from './use-refusals.ts'

type Cannot = keyof (typeof charger)['cannot']

interface AskedSectionProps {
  detail: ChargerDetail
  /** What it is all about: where the charger's OCPP version has no words for it, the section says so and shows nothing else. */
  kind: CommandRequest['kind'] & Cannot
  title: string
  hint: string
  /** The buttons; `isBarred` while nothing can be asked of the charger. */
  actions: (isBarred: boolean) => ReactNode
  children?: ReactNode
}

/** A part of a charger's page about something that is asked of it: what is known of that, and what can be done. */
export function AskedSection({ detail, kind, title, hint, actions, children }: AskedSectionProps) {
  const { t } = useTranslation('charger')
  const titleId = useId()
  const { version } = detail.row
  const isRefused = useRefusals(version)(kind) != null
  const barrier = barrierTo(kind, detail)
  return (
    <section aria-labelledby={titleId}>
      <div className={classes.head}>
        <Title order={2} className={classes.title} id={titleId}>
          {title}
        </Title>
        {!isRefused && (
          <Needs role="operator">
            <div className={classes.actions} title={barrier === null ? undefined : t(`why.${barrier}`)}>
              {actions(barrier !== null)}
            </div>
          </Needs>
        )}
      </div>
      <p className={classes.hint}>{hint}</p>
      {isRefused ? (
        <p className={classes.cannot}>
          <IconBan size={17} aria-hidden />
          <span>{t(`cannot.${kind}`, { version })}</span>
        </p>
      ) : (
        children
      )}
    </section>
  )
}

/** A button in the head of such a section. */
export function SectionButton(props: ButtonProps & ComponentProps<'button'>) {
  return <Button size="xs" variant="default" {...props} />
}
