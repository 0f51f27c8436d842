import assert from 'node:assert/strict'
import { test } from 'node:test'
import { maskFrame, maskPayload, shortToken } from './mask.ts'

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
  [
    '[2,"1","SetNetworkProfile",{"connectionData":{"basicAuthPassword":"canary","identity":"A","vpn":{"server":"s","key":"canary","password":"canary","type":"IPSec"},"apn":{"apn":"a","simPin":1234}}}]',
    '[2,"1","SetNetworkProfile",{"connectionData":{"basicAuthPassword":"***","identity":"A","vpn":{"server":"s","key":"***","password":"***","type":"IPSec"},"apn":{"apn":"a","simPin":"***"}}}]',
  ],
  [
    '[2,"1","SetNetworkProfile",{"connectionData":{"vpn":{"key":"canary"}}}]',
    '[2,"1","SetNetworkProfile",{"connectionData":{"vpn":{"key":"***"}}}]',
  ],
  [
    '[2,"1","NotifyReport",{"reportData":[{"component":{"name":"SecurityCtrlr"},"variable":{"name":"BasicAuthPassword"},"variableAttribute":[{"type":"Actual","value":"canary"}]},{"component":{"name":"A"},"variable":{"name":"B"},"variableAttribute":[{"value":"1"}]}]}]',
    '[2,"1","NotifyReport",{"reportData":[{"component":{"name":"SecurityCtrlr"},"variable":{"name":"BasicAuthPassword"},"variableAttribute":[{"type":"Actual","value":"***"}]},{"component":{"name":"A"},"variable":{"name":"B"},"variableAttribute":[{"value":"1"}]}]}]',
  ],
  [
    '[2,"1","NotifyEvent",{"eventData":[{"actualValue":"canary","variable":{"name":"VpnKey"}}]}]',
    '[2,"1","NotifyEvent",{"eventData":[{"actualValue":"***","variable":{"name":"VpnKey"}}]}]',
  ],
  [
    '[2,"1","Authorize",{"idToken":{"idToken":"04A1B2C39F1C","type":"ISO14443","additionalInfo":[{"additionalIdToken":"1234","type":"PIN"}]}}]',
    '[2,"1","Authorize",{"idToken":{"idToken":"04…9F1C","type":"ISO14443","additionalInfo":[{"additionalIdToken":"***","type":"PIN"}]}}]',
  ],
  ['[2,"1","Authorize",{"id\\u0054ag":"04A1B2C39F1C"}]', '[2,"1","Authorize",{"idTag":"04…9F1C"}]'],
  ['[2,"1","Authorize",{"id\\u0054ag":"04A1B2C39F1C"', '[2,"1","Authorize",{"idTag":"04…9F1C"'],
  [
    '[2,"1","DataTransfer",{"data":"{\\"idTag\\":\\"04A1B2C39F1C\\",\\"n\\":1}"}]',
    '[2,"1","DataTransfer",{"data":"{\\"idTag\\":\\"04…9F1C\\",\\"n\\":1}"}]',
  ],
  [
    '[2,"1","DataTransfer",{"data":"{\\"wifi\\":{\\"password\\":\\"canary\\"}}"}]',
    '[2,"1","DataTransfer",{"data":"{\\"wifi\\":{\\"password\\":\\"***\\"}}"}]',
  ],
  ['[2,"1","DataTransfer",{"data":"ssid=A;password=canary"}]', '[2,"1","DataTransfer",{"data":"***"}]'],
  [
    '[2,"1","LogStatusNotification",{"info":"the password was refused"}]',
    '[2,"1","LogStatusNotification",{"info":"the password was refused"}]',
  ],
  [
    '[2,"1","GetLog",{"log":{"remoteLocation":"sftp:\\/\\/user:can@ary@files.example\\/x"}}]',
    '[2,"1","GetLog",{"log":{"remoteLocation":"sftp:\\/\\/***@files.example\\/x"}}]',
  ],
  [
    '[2,"1","UpdateFirmware",{"location":"https://files.example/a.bin?v=2&X-Amz-Signature=canary&X-Amz-Expires=60"}]',
    '[2,"1","UpdateFirmware",{"location":"https://files.example/a.bin?v=2&X-Amz-Signature=***&X-Amz-Expires=60"}]',
  ],
  [
    '[2,"1","InstallCertificate",{"certificateType":"CSMSRootCertificate","certificate":"-----BEGIN CERTIFICATE-----"}]',
    '[2,"1","InstallCertificate",{"certificateType":"CSMSRootCertificate","certificate":"-----BEGIN CERTIFICATE-----"}]',
  ],
]

test('a frame is kept without its secrets', () => {
  for (const [sent, kept] of cases) assert.equal(maskFrame(sent), kept)
})

test('a payload is kept without its secrets as well', () => {
  const asked = { key: 'AuthorizationKey', value: 'canary', at: 'ftp://a:canary@files.example/x' }
  assert.deepEqual(maskPayload(asked), { key: 'AuthorizationKey', value: '***', at: 'ftp://***@files.example/x' })
})

test('a short token shows less than half of it', () => {
  assert.deepEqual(['1234', 'CARD-1', '12345678', '123456789'].map(shortToken), ['…', '…-1', '…78', '12…6789'])
})
