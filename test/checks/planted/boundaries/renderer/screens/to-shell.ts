import { host } from '../../electron/host/host.ts'
export const shell = host
