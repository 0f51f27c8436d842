import fc from 'fast-check'

/**
 * Text of any characters, and of those that programs stumble over. The unit `binary` of fast-check is the same, but
 * first makes a table of all characters that there are, which takes longer than most properties.
 */
export function anyText({ maxLength = 40 }: { maxLength?: number } = {}): fc.Arbitrary<string> {
  const characters = fc
    .array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: Math.floor(maxLength / 2) })
    .map((points) => String.fromCodePoint(...points).toWellFormed())
  return fc.oneof(fc.string({ maxLength }), characters)
}
