import { app } from 'electron'
import { platform } from '../../shared/platform.ts'
export const allowed = [app, platform]
