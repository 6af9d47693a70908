/** DCS's words for how an instance is made up: `cache_mode`. */
export const cacheModes = ['single', 'ha', 'cluster', 'proxy', 'ha_rw_split'] as const;

/** DCS's words for the status of an instance: those of its documents, and those that its statistics count besides. */
export const statuses = [
  ...['RUNNING', 'ERROR', 'RESTARTING', 'FLUSHING', 'EXTENDING', 'RESTORING', 'UPGRADING', 'ROLLBACKING'],
  ...['FROZEN', 'FREEZING', 'CREATING', 'CREATEFAILED', 'PAYING', 'STARTING', 'CLOSING', 'CLOSED', 'DELETED'],
  ...['MIGRATING', 'IPEXCHANGING'],
] as const;
