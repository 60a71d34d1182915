import Dexie from 'dexie'
export const allowed = Dexie
