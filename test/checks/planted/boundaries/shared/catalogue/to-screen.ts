import { app } from '../../renderer/app/app.tsx'
export const screen = app
