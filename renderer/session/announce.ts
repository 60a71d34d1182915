import { create } from 'zustand'
import type { Message } from '../../shared/model/message.ts'
import { forgetsOnSeal } from './forget.ts'

/** What changed in sight and not under the focus, for those who hear the window: the last of it, read aloud once. */
export const useAnnounced = create<{ readonly message: Message | null; readonly heading: string }>(() => ({ message: null, heading: '' }))
forgetsOnSeal('announced', () => useAnnounced.setState({ message: null, heading: '' }))

export const announce = (message: Message): void => useAnnounced.setState({ message, heading: '' })
/** The head of a panel that was opened beside the focus. */
export const announceHeading = (heading: string): void => useAnnounced.setState({ message: null, heading })
