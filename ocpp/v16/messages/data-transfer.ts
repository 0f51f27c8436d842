import { answerDataTransfer } from '../../data-transfer/answer-data-transfer.ts'
import type { Handler } from '../handle.ts'

export const dataTransfer: Handler<'DataTransfer'> = (ctx, charger, request) =>
  answerDataTransfer(ctx, charger, request)
