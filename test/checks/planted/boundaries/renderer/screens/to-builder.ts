import { build } from 'vite'
export const builder = build
