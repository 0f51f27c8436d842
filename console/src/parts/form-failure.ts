import type { UseFormReturnType } from '@mantine/form'
import { RequestFailed } from '../api/request.ts'
import { serverWords } from '../i18n/server-words.ts'

/**
 * Puts a refusal to the field that the server names and focuses it. False when it names none of this form: then the
 * caller tells it. What the person cancelled is nobody's fault and counts as told.
 */
export function showAtField<T extends Record<string, unknown>>(form: UseFormReturnType<T>, error: unknown): boolean {
  if (!(error instanceof RequestFailed)) return false
  if (error.code === 'cancelled' || error.code === 'not_logged_in') return true
  if (error.field === null || !(error.field in form.getValues())) return false
  form.setFieldError(error.field, serverWords(error.message))
  form.getInputNode(error.field as never)?.focus()
  return true
}

/** For `form.onSubmit`: the first field with an error gets the focus. */
export function focusFirstError<T extends Record<string, unknown>>(form: UseFormReturnType<T>) {
  return (errors: Record<string, unknown>): void => {
    const first = Object.keys(form.getValues()).find((field) => errors[field])
    if (first !== undefined) form.getInputNode(first as never)?.focus()
  }
}
