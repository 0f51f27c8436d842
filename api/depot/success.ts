import { Type } from 'typebox'

/** What was done, with the status again (depot-api 11, 15.2). */
export const Success = Type.Object(
  {
    code: Type.Integer({ description: 'The HTTP status code', examples: [200] }),
    message: Type.String({ description: 'What was done, for people', examples: ['Charger Accepted.'] }),
  },
  { $id: 'Success', title: 'Success' },
)

/** What was done, without a status (depot-api 12, 15.1). */
export const Done = Type.Object(
  { message: Type.String({ description: 'What was done, for people' }) },
  { $id: 'Done', title: 'Done' },
)
