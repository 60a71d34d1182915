import type { Message } from '../../shared/model/message.ts'
import type { Station } from '../../shared/station/station.ts'
import { thisOpening } from '../session/forget.ts'
import { tell } from '../session/notices.ts'
import { noteStep } from '../session/steps.ts'

/**
 * Discards a draft, and says so. `Z` seals it again as it was: its words are kept in this window until the vault is sealed.
 * @throws TellableError
 */
export async function discardDraft(station: Station, { id, value }: { readonly id: string; readonly value: unknown }, says: Message): Promise<void> {
  const still = thisOpening()
  await station.dropDraft(id)
  if (!still()) return
  noteStep({
    kind: `discard ${id}`,
    told: (now) => (now === 'undone' ? { key: 'acts.undone-discard' } : says),
    back: async () => void (await station.saveDraft(id, value)),
    again: () => station.dropDraft(id),
  })
  tell(says, true)
}
