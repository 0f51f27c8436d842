import { utcText } from '../../utc.ts'
import type { Handler } from '../handle.ts'

export const heartbeat: Handler<'Heartbeat'> = async (ctx) => ({ currentTime: utcText(ctx.now()) })
