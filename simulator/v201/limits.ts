/** What a simulated charger of 2.x can hold and take at once. */
export const limits = {
  stackLevel: 9,
  periods: 1_000,
  profiles: 100,
  itemsPerMessage: 100,
  displayMessages: 10,
  networkSlots: 3,
  monitors: 100,
}
