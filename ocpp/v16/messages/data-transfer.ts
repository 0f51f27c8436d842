import type { Handler } from '../handle.ts'

/** We know no vendor's extension; to say so is an answer, never an error. */
export const dataTransfer: Handler<'DataTransfer'> = async () => ({ status: 'UnknownVendorId' })
