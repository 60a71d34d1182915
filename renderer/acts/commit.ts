import type { ChangeSet, Receipt } from '../../shared/model/change.ts'
import type { Message } from '../../shared/model/message.ts'
import type { Station } from '../../shared/station/station.ts'
import { tell } from '../session/notices.ts'

/**
 * Commits what an act changed and shows the toast with its `Z`. Nothing is said before the journal has it.
 * @throws TellableError
 */
export async function commitAct(station: Station, change: ChangeSet, says: Message): Promise<Receipt> {
  const receipt = await station.commit(change)
  if (receipt.leftAlone.length > 0) tell({ key: 'acts.left-alone', values: { count: receipt.leftAlone.length } })
  else tell(says, true)
  return receipt
}
