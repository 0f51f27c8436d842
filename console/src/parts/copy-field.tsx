import { ActionIcon, CopyButton } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './copy-field.module.css'
import { announce } from './use-outcome.tsx'

/** A value to be copied: its label, the text, the button. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const { t } = useTranslation()
  return (
    <div className={classes.field}>
      <div className={classes.label}>{label}</div>
      <div className={classes.line}>
        <code className={classes.value}>{value}</code>
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <ActionIcon
              variant="subtle"
              color={copied ? 'volt' : 'gray'}
              aria-label={`${t('actions.copy')}: ${label}`}
              onClick={() => {
                copy()
                announce(t('actions.copied'))
              }}
            >
              {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
            </ActionIcon>
          )}
        </CopyButton>
      </div>
    </div>
  )
}
