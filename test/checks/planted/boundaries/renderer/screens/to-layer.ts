import { Layer } from '@deck.gl/core'
export const layer = Layer
