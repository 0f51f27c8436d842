/** A file to begin with; its columns are those of the export. */
export const cardTemplate = [
  'uid;visual_number;vehicle;group;valid_until;status;note',
  '04A2B3C4D5E680;100 234;bus-17;early shift;2030-12-31T22:59:59Z;active;spare key of the depot',
  '',
].join('\r\n')
