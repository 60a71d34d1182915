import { start } from '../../../renderer/app/start.tsx'
import { inventedStation } from './invented-station.ts'

/** The window over the invented station, for tests that look: `?tips=500&vault=yes`. */
const asked = new URLSearchParams(location.search)
const station = inventedStation({
  tips: Number(asked.get('tips') ?? 400),
  ...(asked.get('vault') === 'yes' && { vault: { name: 'Tunis 02', account: 'Kestrel', passphrase: 'six words' } }),
})
void start(document.getElementById('root')!, station)
