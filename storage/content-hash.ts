/**
 * 64 bits over a text, cheap enough for every reading: tells two readings of one instant apart. Not for secrets, and
 * not against an adversary: who can choose the text can only hide a reading of its own charger.
 */
export function contentHash(text: string): Buffer {
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    a = Math.imul(a ^ unit, 2_654_435_761)
    b = Math.imul(b ^ unit, 1_597_334_677)
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909)
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909)
  const hash = Buffer.allocUnsafe(8)
  hash.writeInt32BE(a, 0)
  hash.writeInt32BE(b, 4)
  return hash
}
