type Place = { latitude: number; longitude: number }

export function placeText(place: Place | null): string {
  return place === null ? '' : `${place.latitude}, ${place.longitude}`
}

/** Latitude and longitude as people copy them from a map, with points or commas; null when it is no place. */
export function placeOf(text: string): Place | null {
  const [north = '', east = '', ...more] = halves(text.trim())
  if (more.length > 0) return null
  const [latitude, longitude] = [degrees(north), degrees(east)]
  const isPlace = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180
  return isPlace ? { latitude, longitude } : null
}

/** A comma is between the two when nothing else is. */
function halves(text: string): string[] {
  if (text.includes(';')) return text.split(';')
  return /\s/.test(text) ? text.split(/,?\s+/) : text.split(',')
}

function degrees(text: string): number {
  return /^[-−]?\d{1,3}([.,]\d{1,9})?$/.test(text.trim())
    ? Number(text.trim().replace('−', '-').replace(',', '.'))
    : Number.NaN
}
