import { campaignCommand } from './change-campaign.ts'

export const campaignPause = campaignCommand({
  name: 'campaign pause',
  state: 'paused',
  summary: 'Ask no further chargers until the campaign is resumed.',
})
