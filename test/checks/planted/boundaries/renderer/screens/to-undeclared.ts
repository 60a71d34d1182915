import { zipSync } from 'fflate'
export const zip = zipSync
