/** Under which vendor prices and costs travel in data transfers (OCA, OCPP & California Pricing Requirements). */
export const costVendor = 'org.openchargealliance.costmsg'
