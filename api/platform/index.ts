import { changeChargePoint } from './change-charge-point.ts'
import { changeEvse } from './change-evse.ts'
import { changeIdTag } from './change-id-tag.ts'
import {
  changeConnectorRoute,
  createConnector,
  listConnectors,
  readConnector,
  removeConnectorRoute,
} from './connectors.ts'
import { createChargePoint } from './create-charge-point.ts'
import { createEvse } from './create-evse.ts'
import { createIdTag } from './create-id-tag.ts'
import { listChargePoints } from './list-charge-points.ts'
import { listEvses } from './list-evses.ts'
import { listIdTags } from './list-id-tags.ts'
import { readChargePoint } from './read-charge-point.ts'
import { readChargePointStatus } from './read-charge-point-status.ts'
import { readEvse } from './read-evse.ts'
import { readIdTag } from './read-id-tag.ts'
import { removeChargePoint } from './remove-charge-point.ts'
import { removeEvse } from './remove-evse.ts'
import { removeIdTag } from './remove-id-tag.ts'
import type { PlatformRoute } from './route.ts'
import { sendCustomOcpp } from './send-custom-ocpp.ts'

/** Every route of the platform API. */
export const routes: readonly PlatformRoute[] = [
  listChargePoints,
  createChargePoint,
  readChargePoint,
  changeChargePoint,
  removeChargePoint,
  readChargePointStatus,
  listEvses,
  createEvse,
  readEvse,
  changeEvse,
  removeEvse,
  listConnectors,
  createConnector,
  readConnector,
  changeConnectorRoute,
  removeConnectorRoute,
  listIdTags,
  createIdTag,
  readIdTag,
  changeIdTag,
  removeIdTag,
  sendCustomOcpp,
]
