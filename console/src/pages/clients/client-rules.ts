/** The name of the sentence that says what is wrong with a client's name, or null. */
export function nameFault(name: string): 'nameMissing' | 'nameLong' | null {
  if (name.trim() === '') return 'nameMissing'
  return name.trim().length > 100 ? 'nameLong' : null
}

export const packages = ['basic', 'advanced', 'premium'] as const
