import assert from 'node:assert/strict'
import { test } from 'node:test'
import { maskFrame, shortToken } from './mask.ts'

const cases: [string, string][] = [
  ['[2,"1","Heartbeat",{}]', '[2,"1","Heartbeat",{}]'],
  ['[2,"1","Authorize",{"idTag":"04A1B2C39F1C"}]', '[2,"1","Authorize",{"idTag":"04…9F1C"}]'],
  ['[2,"1","Authorize",{"idTag" : 12345678901}]', '[2,"1","Authorize",{"idTag" : "12…8901"}]'],
  [
    '[3,"1",{"idTagInfo":{"status":"Accepted","parentIdTag":"FLEET-00001"}}]',
    '[3,"1",{"idTagInfo":{"status":"Accepted","parentIdTag":"FL…0001"}}]',
  ],
  [
    '[2,"1","Authorize",{"idToken":{"idToken":"04A1B2C39F1C","type":"ISO14443"}}]',
    '[2,"1","Authorize",{"idToken":{"idToken":"04…9F1C","type":"ISO14443"}}]',
  ],
  [
    '[2,"1","Authorize",{"idToken":{"type":"KeyCode","idToken":"123456789"}}]',
    '[2,"1","Authorize",{"idToken":{"type":"KeyCode","idToken":"***"}}]',
  ],
  [
    '[2,"1","ChangeConfiguration",{"key":"AuthorizationKey","value":"canary"}]',
    '[2,"1","ChangeConfiguration",{"key":"AuthorizationKey","value":"***"}]',
  ],
  [
    '[3,"1",{"configurationKey":[{"key":"authorizationKey","readonly":false,"value":"canary"},{"key":"A","value":"1"}]}]',
    '[3,"1",{"configurationKey":[{"key":"authorizationKey","readonly":false,"value":"***"},{"key":"A","value":"1"}]}]',
  ],
  [
    '[2,"1","SetVariables",{"setVariableData":[{"attributeValue":"canary","component":{"name":"SecurityCtrlr"},"variable":{"name":"BasicAuthPassword"}}]}]',
    '[2,"1","SetVariables",{"setVariableData":[{"attributeValue":"***","component":{"name":"SecurityCtrlr"},"variable":{"name":"BasicAuthPassword"}}]}]',
  ],
  [
    '[2,"1","SetNetworkProfile",{"apn":{"apnPassword":"canary"}}]',
    '[2,"1","SetNetworkProfile",{"apn":{"apnPassword":"***"}}]',
  ],
  [
    '[2,"1","GetDiagnostics",{"location":"ftp://user:canary@files.example/x"}]',
    '[2,"1","GetDiagnostics",{"location":"ftp://***@files.example/x"}]',
  ],
  ['[2,"1","DataTransfer",{"password":"canary', '***'],
]

test('a frame is kept without its secrets', () => {
  for (const [sent, kept] of cases) assert.equal(maskFrame(sent), kept)
})

test('a short token shows less than half of it', () => {
  assert.deepEqual(['1234', 'CARD-1', '12345678', '123456789'].map(shortToken), ['…', '…-1', '…78', '12…6789'])
})
