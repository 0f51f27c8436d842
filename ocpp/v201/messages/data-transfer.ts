import { answerDataTransfer } from '../../data-transfer/answer-data-transfer.ts'
import type { Handler } from '../handle.ts'

export const dataTransfer: Handler<'DataTransfer'> = async (ctx, charger, request) => {
  const { status, data } = await answerDataTransfer(ctx, charger, request)
  // In 2.x data is of any kind; the published types say object.
  return data === undefined ? { status } : { status, data: data as never }
}
