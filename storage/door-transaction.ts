import { type Transaction as KyselyTransaction, sql } from 'kysely'
import { foldIdentity } from '#core/chargers/charger.ts'
import type { Actor, Door, Transaction } from '#core/context.ts'
import { accountWriter } from './account-writer.ts'
import { apiClientWriter } from './api-client-writer.ts'
import { apiTokenWriter } from './api-token-writer.ts'
import { batterySwapWriter } from './battery-swap-writer.ts'
import { cardOptionsWriter } from './card-options-store.ts'
import { addTokens, cardWriter } from './card-writer.ts'
import { certificateOrderWriter } from './certificate-order-writer.ts'
import { issuedCertificateWriter } from './certificate-writer.ts'
import { chargerChanges } from './charger-changes.ts'
import { chargerImport } from './charger-import.ts'
import { chargerSetupWriter } from './charger-setup-writer.ts'
import { chargingWriter } from './charging-writer.ts'
import { circuitWriter } from './circuit-writer.ts'
import { commandWriter } from './command-writer.ts'
import { consoleSessionWriter } from './console-session-store.ts'
import { describedCardWriter } from './described-card-store.ts'
import { deviceWriter } from './device-writer.ts'
import { doorKey } from './door-key.ts'
import { errandWriter } from './errand-store.ts'
import { evseWriter } from './evse-writer.ts'
import { fileWriter } from './file-store.ts'
import { campaignWriter } from './firmware-campaign-store.ts'
import { firmwareWriter } from './firmware-store.ts'
import { flexibilityWriter } from './flexibility-writer.ts'
import { type ChargerRow, chargerFrom } from './held-charger.ts'
import { limitFeedWriter } from './limit-feed-store.ts'
import { limitWriter } from './limit-writer.ts'
import { localListWriter } from './local-list-store.ts'
import { meterWriter } from './meter-writer.ts'
import { planFeedWriter } from './plan-feed-store.ts'
import { presystemLinkWriter } from './presystem-link-store.ts'
import { profileMoveWriter } from './profile-move-writer.ts'
import { provisioningWriter } from './provisioning-store.ts'
import { templateWriter } from './provisioning-template-store.ts'
import { unknownChargerWriter } from './provisioning-unknown-store.ts'
import { quarantineWriter } from './quarantine-writer.ts'
import { remoteStartTokenWriter } from './remote-start-token-writer.ts'
import { reservationWriter } from './reservation-writer.ts'
import type { Schema } from './schema.ts'
import { settlementWriter } from './settlement-writer.ts'
import { steeringWriter } from './steering-writer.ts'
import { tariffWriter } from './tariff-writer.ts'
import { vehicleLinkWriter } from './vehicle-link-writer.ts'
import { vehicleWriter } from './vehicle-store.ts'

export type Bound = { tenant: number; actor: Actor; door: Door }

/** What a transaction has written that is shown live: told of once it is committed. */
export type Touched = { chargers: Set<number>; commands: boolean; tariffs: boolean; sites: boolean }

export const noneTouched = (): Touched => ({ chargers: new Set(), commands: false, tariffs: false, sites: false })

/** What a door may write, bound to its tenant; audit entries name the actor and the door. */
export function transactionStores(trx: KyselyTransaction<Schema>, bound: Bound, touched: Touched): Transaction {
  const tenant_id = bound.tenant
  return {
    tokens: {
      add: async (token) => (await addTokens(trx, tenant_id, [token])).length > 0,
    },
    cards: cardWriter(trx, tenant_id),
    describedCards: describedCardWriter(trx, tenant_id),
    chargerImport: chargerImport(trx, tenant_id, touched.chargers),
    quarantine: quarantineWriter(trx, tenant_id),
    chargerSetups: chargerSetupWriter(trx, tenant_id, touched),
    evses: evseWriter(trx, tenant_id, touched),
    chargers: {
      async add(charger) {
        const operator = await trx
          .selectFrom('operator')
          .select('id')
          .where('tenant_id', '=', tenant_id)
          .orderBy('id')
          .limit(1)
          .executeTakeFirstOrThrow()
        const row = await trx
          .insertInto('charger')
          .values({
            tenant_id,
            operator_id: operator.id,
            identity: charger.identity,
            identity_folded: foldIdentity(charger.identity),
            name: charger.name,
            security_profile: charger.securityProfile,
            password_hash: charger.passwordHash,
            ...(charger.provisioning ? { provisioning: charger.provisioning } : {}),
          })
          .onConflict((conflict) => conflict.doNothing())
          .returningAll()
          .executeTakeFirst()
        if (!row) return null
        touched.chargers.add(row.id)
        await trx
          .insertInto('door_key')
          .values({ kind: 'charger', key_hash: doorKey(foldIdentity(charger.identity)), tenant_id, row_id: row.id })
          .execute()
        for (let number = 1; number <= charger.evses; number++) await addConnector(trx, tenant_id, row.id, number, 1)
        return chargerFrom(row as ChargerRow)
      },
      addConnector(charger, evse, connector) {
        touched.chargers.add(charger.id)
        return addConnector(trx, tenant_id, charger.id, evse, connector)
      },
      ...chargerChanges(trx, tenant_id, touched),
    },
    accounts: accountWriter(trx, tenant_id),
    consoleSessions: consoleSessionWriter(trx, tenant_id),
    apiClients: apiClientWriter(trx, tenant_id),
    apiTokens: apiTokenWriter(trx, tenant_id),
    issuedCertificates: issuedCertificateWriter(trx, tenant_id),
    profileMoves: profileMoveWriter(trx, tenant_id),
    certificateOrders: certificateOrderWriter(trx, tenant_id),
    commands: commandWriter(trx, bound, touched),
    errands: errandWriter(trx, tenant_id),
    files: fileWriter(trx, tenant_id),
    firmware: firmwareWriter(trx, bound),
    campaigns: campaignWriter(trx, bound),
    devices: deviceWriter(trx, tenant_id),
    provisioning: provisioningWriter(trx, tenant_id),
    templates: templateWriter(trx, tenant_id),
    unknownChargers: unknownChargerWriter(trx, tenant_id),
    tariffs: tariffWriter(trx, tenant_id, touched),
    charging: chargingWriter(trx, tenant_id),
    // Whatever is written of a site concerns the engine that steers it.
    get circuits() {
      touched.sites = true
      return circuitWriter(trx, tenant_id)
    },
    siteLimits: limitWriter(trx, bound),
    limitFeeds: limitFeedWriter(trx, tenant_id),
    vehicles: vehicleWriter(trx, tenant_id),
    vehicleLinks: vehicleLinkWriter(trx, tenant_id, touched),
    circuitMeters: meterWriter(trx, tenant_id, touched),
    cardOptions: cardOptionsWriter(trx, tenant_id),
    remoteStartTokens: remoteStartTokenWriter(trx, tenant_id),
    reservations: reservationWriter(trx, tenant_id),
    localLists: localListWriter(trx, tenant_id),
    planFeeds: planFeedWriter(trx, tenant_id, touched),
    steering: steeringWriter(trx, tenant_id),
    flexibility: flexibilityWriter(trx, bound, touched),
    presystemLinks: presystemLinkWriter(trx, tenant_id),
    settlements: settlementWriter(trx, tenant_id),
    batterySwaps: batterySwapWriter(trx, tenant_id),
    async audit(action, subject, body) {
      await trx
        .insertInto('audit_entry')
        .values({
          tenant_id,
          actor: `${bound.actor.kind}:${bound.actor.name}`,
          door: bound.door,
          action,
          subject,
          body: body === undefined ? null : JSON.stringify(body),
        })
        .execute()
    },
  }
}

/** Connectors are numbered through the charger: by EVSE when each has one, else by the next free number. */
async function addConnector(
  trx: KyselyTransaction<Schema>,
  tenant_id: number,
  charger_id: number,
  evse: number,
  connector: number,
) {
  await trx
    .insertInto('evse')
    .values({ tenant_id, charger_id, ocpp_evse: evse })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await sql`
    insert into connector (tenant_id, charger_id, evse_id, ocpp_connector, number)
    select ${tenant_id}, ${charger_id}, e.id, ${connector},
           case when not exists (select from connector c where c.charger_id = ${charger_id} and c.number = ${evse}) and ${connector} = 1
                then ${evse}
                else (select coalesce(max(c.number), 0) + 1 from connector c where c.charger_id = ${charger_id}) end
      from evse e where e.charger_id = ${charger_id} and e.ocpp_evse = ${evse}
    on conflict do nothing`.execute(trx)
}
