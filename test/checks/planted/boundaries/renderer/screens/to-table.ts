import Dexie from 'dexie'
export const table = Dexie
