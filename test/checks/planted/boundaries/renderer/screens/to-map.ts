import { Map } from 'maplibre-gl'
export const map = Map
