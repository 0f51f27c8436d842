/** What a vehicle asks for, as it has signed it; nobody but its provider looks into it. */
export type ContractRequest = {
  /** Of ISO 15118, as a URN. */
  schemaVersion: string
  action: 'install' | 'update'
  /** EXI as base64. */
  exiRequest: string
  /** 2.1: of how many contracts, and of which ones first. */
  mostContracts: number | null
  emaids: readonly string[]
}

export type ContractAnswer = { exiResponse: string; remainingContracts: number | null }

/** Whoever makes contract certificates for vehicles (M01, M02). Null when it does not answer in time, or says no. */
export type ContractProvider = {
  certificateFor(request: ContractRequest): Promise<ContractAnswer | null>
}

export const noContractProvider: ContractProvider = { certificateFor: async () => null }
