import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './custom-message.module.css'
import type { JsonSchema } from './json-schema.ts'
import type { Fault } from './payload-faults.ts'
import { type Field, fieldsOf, valueAt, withValue } from './payload-fields.ts'
import { useFaultText } from './use-fault-text.ts'
import type { Payload } from './use-payload.ts'

/** Asks for the simple members of a payload; what it cannot ask for is named. */
export function PayloadForm({ schema, payload }: { schema: JsonSchema; payload: Payload }) {
  const { t } = useTranslation('device')
  const [all, setAll] = useState(false)
  const { fields, others } = useMemo(() => fieldsOf(schema), [schema])
  if (payload.value === null) return <p className={classes.note}>{t('custom.formWaits')}</p>
  const given = payload.value
  const isShown = (field: Field) => all || field.required || valueAt(given, field.path) !== undefined
  const shown = fields.filter(isShown)
  const hidden = fields.length - shown.length
  return (
    <div className={classes.form}>
      {fields.length === 0 && others.length === 0 && <p className={classes.note}>{t('custom.noMembers')}</p>}
      {shown.map((field) => (
        <FieldInput
          key={field.path.join('.')}
          field={field}
          value={valueAt(given, field.path)}
          fault={payload.faults.find(({ path }) => path === field.path.join('.'))}
          onChange={(value) => payload.setValue(withValue(given, field.path, value))}
        />
      ))}
      {hidden > 0 && (
        <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
          {t('custom.moreMembers', { count: hidden })}
        </Button>
      )}
      {others.length > 0 && <p className={classes.note}>{t('custom.inEditor', { members: others.join(', ') })}</p>}
    </div>
  )
}

interface FieldInputProps {
  field: Field
  value: unknown
  fault: Fault | undefined
  /** Undefined takes the member out. */
  onChange: (value: unknown) => void
}

function FieldInput({ field, value, fault, onChange }: FieldInputProps) {
  const { t } = useTranslation('device')
  const faultText = useFaultText()
  const { path, type, choices, maxLength, required } = field
  const name = path.join('.')
  const shared = { label: name, required, error: fault && faultText(fault) }
  const text = value === undefined ? '' : String(value)
  if (type === 'choice' || type === 'boolean') {
    const words = type === 'boolean' ? ['true', 'false'] : choices
    return (
      <NativeSelect
        {...shared}
        value={text}
        data={[{ value: '', label: t('custom.leftOut') }, ...words]}
        onChange={({ currentTarget }) => onChange(chosen(type, currentTarget.value))}
      />
    )
  }
  return (
    <TextInput
      {...shared}
      description={type === 'time' ? t('custom.timeHint') : undefined}
      inputMode={type === 'number' ? 'decimal' : undefined}
      value={text}
      maxLength={maxLength}
      autoComplete="off"
      spellCheck={false}
      onChange={({ currentTarget }) => onChange(typed(type, currentTarget.value, required))}
    />
  )
}

function chosen(type: Field['type'], word: string): unknown {
  if (word === '') return undefined
  return type === 'boolean' ? word === 'true' : word
}

/** What is no number stays as it was typed, and is told beside the field. */
function typed(type: Field['type'], text: string, required: boolean): unknown {
  if (text === '' && (!required || type === 'number')) return undefined
  const number = Number(text)
  return type === 'number' && Number.isFinite(number) && String(number) === text ? number : text
}
