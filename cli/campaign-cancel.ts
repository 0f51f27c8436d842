import { campaignCommand } from './change-campaign.ts'

export const campaignCancel = campaignCommand({
  name: 'campaign cancel',
  state: 'cancelled',
  summary: 'Give a campaign up; what chargers have begun goes on.',
})
