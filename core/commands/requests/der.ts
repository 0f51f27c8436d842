import type { DerControl, DerControlType } from '../../smart-charging/der-control.ts'

/** What is asked of a charger that gives energy back to the grid (2.1, block R). */
export type DerRequest =
  | { kind: 'set-der-control'; control: DerControl }
  | {
      kind: 'get-der-control'
      requestId: number
      isDefault: boolean | null
      type: DerControlType | null
      controlId: string | null
    }
  | { kind: 'clear-der-control'; isDefault: boolean; type: DerControlType | null; controlId: string | null }
