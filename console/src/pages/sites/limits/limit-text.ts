/** Who wrote a limit, without the kind that stands before the name: `person:anna`. */
export function authorOf({ author }: { author: string }): string {
  return author.replace(/^\w+:/, '')
}
