import { type Static, Type } from 'typebox'
import type { VehicleTold } from '#core/vdv261/tell-vehicle.ts'

// depot-api 16.4: always all of it, with a number also where nothing is known.
export const VdvAnswer = Type.Object(
  {
    seq: Type.Integer({ description: 'As the vehicle counted its message', examples: [14] }),
    vin: Type.String({ description: 'As the vehicle wrote it', examples: ['WEB62800123456789'] }),
    driveoff: Type.Integer({
      description:
        'Its departure, in minutes: of the day at its site, or from now on, as it is set up; 65535 when none is known',
      examples: [285],
    }),
    prec_dsrd: Type.Integer({ description: '1: it shall condition battery and cabin now', examples: [1] }),
    prec_hvac: Type.Integer({
      description:
        '0 hot water and ventilation, 1 hot water and heating, 2 cooling or ventilation without hot water, 3 as the vehicle decides',
      examples: [1],
    }),
    ambienttemp: Type.Integer({ description: 'Outside, in degrees Celsius; 255 when it is not known', examples: [-3] }),
  },
  { $id: 'VdvAnswer', title: 'VdvAnswer' },
)
export type VdvAnswer = Static<typeof VdvAnswer>

export function viewTold(
  { seq, vin }: { seq: number; vin: string },
  { driveoffMinutes, conditions, climate, ambientC }: VehicleTold,
): VdvAnswer {
  return {
    ...{ seq, vin },
    driveoff: driveoffMinutes ?? 65_535,
    prec_dsrd: conditions ? 1 : 0,
    prec_hvac: climateCodes[climate],
    ambienttemp: ambientC ?? 255,
  }
}

const climateCodes: Record<VehicleTold['climate'], number> = { ventilation: 0, heating: 1, cooling: 2, vehicle: 3 }
