/** `JBSW Y3DP EHPK`: a key as people can type it from a screen. */
export function groupsOfFour(key: string): string {
  return (
    key
      .replaceAll(/\s+/g, '')
      .match(/.{1,4}/gu)
      ?.join(' ') ?? ''
  )
}
