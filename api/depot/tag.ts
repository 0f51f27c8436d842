import { Type } from 'typebox'

/** As OCPP 1.6 takes an idTag, and no sign that needs encoding (depot-api 12.1). */
export const tagForm = '^[A-Za-z0-9._-]{1,20}$'

export const tag = Type.String({ description: 'The tag number, in whatever case', examples: ['7A11C3F0'] })
