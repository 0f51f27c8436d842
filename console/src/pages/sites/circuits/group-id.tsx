import { ActionIcon, CopyButton } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { announce } from '../../../parts/use-outcome.tsx'
import classes from '../sites.module.css'

/** By which programs know the circuit: the depot API calls it a charger group. */
export function GroupId({ id }: { id: string }) {
  const { t } = useTranslation('sites')
  const { t: common } = useTranslation()
  const label = t('circuit.groupId')
  return (
    <span className={classes.groupId}>
      <span className={classes.groupIdLabel}>{label}</span> <code>{id}</code>
      <CopyButton value={id}>
        {({ copied, copy }) => (
          <ActionIcon
            variant="subtle"
            size="sm"
            color={copied ? 'volt' : 'gray'}
            aria-label={`${common('actions.copy')}: ${label}`}
            onClick={() => {
              copy()
              announce(common('actions.copied'))
            }}
          >
            {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
          </ActionIcon>
        )}
      </CopyButton>
    </span>
  )
}
