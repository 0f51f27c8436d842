import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inGerman } from './in-german.ts'

test('what a sentence of the server names stays in it, and an unknown sentence stays as it is', () => {
  assert.equal(inGerman('A VIN has 17 letters and digits.'), 'Eine FIN hat 17 Buchstaben und Ziffern.')
  assert.equal(inGerman('This is the same as in line 12.'), 'Dasselbe steht in Zeile 12.')
  assert.equal(inGerman("Vehicle 'BUS-12' has this VIN."), 'Das Fahrzeug BUS-12 hat diese FIN.')
  assert.equal(inGerman('the login was answered with 401'), 'Die Anmeldung wurde mit 401 beantwortet.')
  assert.equal(
    inGerman('The column "id" is not known. Known columns: uid, type.'),
    'Die Spalte „id“ ist nicht bekannt. Bekannte Spalten: uid, type.',
  )
  assert.equal(inGerman('the event Peak has a price without an end'), 'Ein Preis im Ereignis Peak hat kein Ende.')
  assert.equal(inGerman('Something new.'), 'Something new.')
})
