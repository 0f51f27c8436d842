import { campaignCommand } from './change-campaign.ts'

export const campaignResume = campaignCommand({
  name: 'campaign resume',
  state: 'running',
  summary: 'Go on with a campaign that was paused.',
})
