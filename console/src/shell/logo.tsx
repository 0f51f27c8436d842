/** The bolt on green. Decoration: the name stands beside it or in the link's label. */
export function Logo({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#0b7a53" />
      <path fill="#fff" d="M18.2 4.5 8.4 18h6.1l-1.7 9.5L23.6 13h-6.7z" />
    </svg>
  )
}
