import { app } from '../app/app.tsx'
export const up = app
