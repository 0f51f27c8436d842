import { Alert, Button, Modal, Select, Textarea } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChargerDetail, CustomMessage, CustomOutcome } from '../../../../../api/console/wire/chargers.ts'
import { post, RequestFailed } from '../../../api/request.ts'
import { serverNow } from '../../../clock/server-clock.ts'
import { useOcppWords } from '../../../i18n/ocpp-words.ts'
import { ErrorState } from '../../../parts/error-state.tsx'
import { failureText } from '../../../parts/failure-text.ts'
import { announce } from '../../../parts/use-outcome.tsx'
import type { Commands } from '../use-commands.ts'
import classes from './custom-message.module.css'
import type { JsonObject, JsonSchema } from './json-schema.ts'
import { MessageAnswer } from './message-answer.tsx'
import { exampleOf } from './payload-example.ts'
import { PayloadForm } from './payload-form.tsx'
import { SentMessages } from './sent-messages.tsx'
import { useFaultText } from './use-fault-text.ts'
import { useOcppActions, useOcppSchema } from './use-ocpp-actions.ts'
import { type Payload, usePayload } from './use-payload.ts'

interface MessageDialogProps {
  detail: ChargerDetail
  commands: Commands
  opened: boolean
  onClose: () => void
}

/** Sends any message of the charger's OCPP version, word for word, and shows the answer. */
export function MessageDialog({ detail, commands, opened, onClose }: MessageDialogProps) {
  const { t } = useTranslation('device')
  return (
    <Modal opened={opened} onClose={onClose} title={t('custom.title')} size="xl">
      {detail.row.version === null ? (
        <p className={classes.note}>{t('custom.noVersion')}</p>
      ) : (
        <Composer detail={detail} version={detail.row.version} commands={commands} />
      )}
    </Modal>
  )
}

interface ComposerProps {
  detail: ChargerDetail
  version: string
  commands: Commands
}

function Composer({ detail: { row }, version, commands }: ComposerProps) {
  const { t } = useTranslation('device')
  const { t: common } = useTranslation()
  const [action, setAction] = useState<string | null>(null)
  /** What somebody wants to send again; otherwise the example is put in. */
  const [prepared, setPrepared] = useState<JsonObject | null>(null)
  const actions = useOcppActions(version)
  const schema = useOcppSchema(version, action)
  const payload = usePayload(schema.data)
  const [busy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState<{ action: string; outcome: CustomOutcome } | null>(null)
  const [failure, setFailure] = useState<string | null>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: only another message or another example replaces the text
  useEffect(() => {
    if (!schema.data) return
    const at = new Date(serverNow() + 3_600_000).toISOString()
    payload.setValue(prepared ?? exampleOf(schema.data, at))
  }, [schema.data, prepared])

  function choose(next: string | null, contents: JsonObject | null = null) {
    setAction(next)
    setPrepared(contents)
    setOutcome(null)
    setFailure(null)
  }

  async function send() {
    if (action === null || payload.value === null) return
    setBusy(true)
    setFailure(null)
    try {
      const message: CustomMessage = { action, payload: payload.value }
      const answer = await post<CustomOutcome>(`chargers/${row.id}/custom-ocpp`, message)
      setOutcome({ action, outcome: answer })
      announce(t(answer.success ? 'custom.answered' : 'custom.notAnswered', { action }))
    } catch (error) {
      if (error instanceof RequestFailed && error.code === 'cancelled') return
      setFailure(failureText(common, error))
    } finally {
      setBusy(false)
    }
  }

  if (actions.isError) return <ErrorState error={actions.error} onRetry={() => void actions.refetch()} />
  return (
    <>
      <p className={classes.note}>{t('custom.about', { version })}</p>
      <ActionPicker actions={actions.data?.items ?? []} value={action} onChange={(next) => choose(next)} />
      {schema.isError && <ErrorState error={schema.error} onRetry={() => void schema.refetch()} />}
      {action !== null && schema.data && <Editing schema={schema.data} payload={payload} />}
      {failure !== null && (
        <Alert mt="md" role="alert" variant="light" color="red" icon={<IconAlertTriangle aria-hidden />}>
          {failure}
        </Alert>
      )}
      <div className={classes.foot}>
        <p className={classes.note}>{t(row.connected ? 'custom.audited' : 'custom.offline')}</p>
        <Button
          onClick={() => void send()}
          loading={busy}
          disabled={!row.connected || !schema.data || payload.value === null || payload.faults.length > 0}
        >
          {t('custom.send')}
        </Button>
      </div>
      {outcome !== null && <MessageAnswer action={outcome.action} outcome={outcome.outcome} />}
      <SentMessages commands={commands.commands} onReuse={(name, contents) => choose(name, contents)} />
    </>
  )
}

interface ActionPickerProps {
  actions: readonly string[]
  value: string | null
  onChange: (action: string | null) => void
}

function ActionPicker({ actions, value, onChange }: ActionPickerProps) {
  const { t } = useTranslation('device')
  const words = useOcppWords()
  const meaning = value === null ? null : words.action(value)
  return (
    <Select
      mt="md"
      label={t('custom.message')}
      description={meaning ?? t('custom.messageHint')}
      placeholder={t('custom.choose')}
      data={[...actions]}
      value={value}
      onChange={onChange}
      searchable
      onClick={({ currentTarget }) => currentTarget.select()}
      withScrollArea={false}
      classNames={{ options: classes.options }}
      nothingFoundMessage={t('custom.notFound')}
      renderOption={({ option }) => (
        <span className={classes.option}>
          {option.value}
          <span>{words.action(option.value)}</span>
        </span>
      )}
      data-autofocus
    />
  )
}

function Editing({ schema, payload }: { schema: JsonSchema; payload: Payload }) {
  const { t } = useTranslation('device')
  const faultText = useFaultText()
  const isNoJson = payload.value === null
  return (
    <div className={classes.parts}>
      <PayloadForm schema={schema} payload={payload} />
      <div className={classes.editor}>
        <Textarea
          label={t('custom.payload')}
          description={t('custom.payloadHint')}
          value={payload.text}
          onChange={({ currentTarget }) => payload.setText(currentTarget.value)}
          error={isNoJson && t('custom.noJson')}
          autosize
          minRows={8}
          maxRows={24}
          spellCheck={false}
        />
        {payload.faults.length > 0 && (
          <ul className={classes.faults} aria-label={t('custom.faults')}>
            {payload.faults.map((fault) => (
              <li key={`${fault.path} ${fault.kind}`}>
                <code>{fault.path}</code>: {faultText(fault)}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  )
}
