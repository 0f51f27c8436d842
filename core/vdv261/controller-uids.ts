/**
 * The uids that a charger gives a vehicle which it knows by its charge controller: the bare address (OCPP 2.x calls the
 * type MacAddress), or with a prefix, as chargers of 1.6 do. None when it is no address.
 */
export function controllerUids(controllerId: string | null): string[] {
  const digits = controllerId?.replaceAll(/[^0-9a-f]/gi, '').toUpperCase() ?? ''
  if (digits.length !== 12 || /[^0-9a-f:.\- ]/i.test(controllerId!)) return []
  const pairs = digits.match(/../g)!
  const forms = [digits, pairs.join(':'), pairs.join('-'), `VID:${digits}`, `VID-${digits}`]
  return forms.flatMap((form) => [form, form.toLowerCase()])
}
