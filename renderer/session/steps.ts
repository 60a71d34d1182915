import { create } from 'zustand'
import type { Message } from '../../shared/model/message.ts'
import { forgetsOnSeal, thisOpening } from './forget.ts'
import { useVault } from './vault.ts'

/** Something done at this window that no journal holds (a filter set, a draft discarded), and the way back and again. */
export interface Step {
  /** What is said when it was taken back or done again, in the words of the moment. */
  told(now: 'undone' | 'redone'): Message
  back(): void | Promise<void>
  again(): void | Promise<void>
  /** Steps of one kind that follow at once are one: a word typed letter by letter, a brush that is drawn. */
  readonly kind: string
}

interface Noted extends Step {
  /** How many acts in the vault could be taken back when it was done: what came after it is taken back before it. */
  readonly over: number
  /** Milliseconds since epoch. */
  readonly at: number
}

interface Steps {
  readonly done: readonly Noted[]
  readonly undone: readonly Noted[]
  /** Moves with every step that is done, taken back or done again. */
  readonly moved: number
}

/** Steps of one kind within this are one. */
const AT_ONCE_MILLISECONDS = 1500
/** Steps within reach. */
const KEPT = 100

/** This window's own steps: `Z` takes back what was done last, be it one of these or an act in the vault. */
export const useSteps = create<Steps>(() => ({ done: [], undone: [], moved: 0 }))
forgetsOnSeal('steps', () => useSteps.setState({ done: [], undone: [], moved: 0 }))

const acts = () => useVault.getState().status?.undoable ?? 0

/** Notes a step that was done just now. */
export function noteStep(step: Step, now = Date.now()): void {
  useSteps.setState(({ done, moved }) => {
    const last = done.at(-1)
    const one = last && last.kind === step.kind && last.over === acts() && now - last.at < AT_ONCE_MILLISECONDS
    const noted: Noted = { ...step, over: acts(), at: now, ...(one && { back: last.back }) }
    return { done: [...(one ? done.slice(0, -1) : done), noted].slice(-KEPT), undone: [], moved: moved + 1 }
  })
}

/** One after another: the second `Z` of two takes back what the first one leaves. */
let turn: Promise<unknown> = Promise.resolve()
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const result = turn.then(work)
  turn = result.catch(() => undefined)
  return result
}

/** Takes back the step that was done after every act in the vault; null where an act came later, which goes first. */
export const takeStepBack = (): Promise<Step | null> =>
  inTurn(async () => {
    const step = useSteps.getState().done.at(-1)
    if (!step || step.over < acts()) return null
    const still = thisOpening()
    await step.back()
    if (still()) useSteps.setState(({ done, undone, moved }) => ({ done: done.filter((each) => each !== step), undone: [...undone, { ...step, over: acts() }], moved: moved + 1 }))
    return step
  })

/** Does again the step that was taken back last, where the vault's acts stand as they stood then; null where they don't. */
export const takeStepAgain = (): Promise<Step | null> =>
  inTurn(async () => {
    const step = useSteps.getState().undone.at(-1)
    if (!step || step.over !== acts()) return null
    const still = thisOpening()
    await step.again()
    // No step of the same kind that follows is one with it.
    if (still()) useSteps.setState(({ done, undone, moved }) => ({ done: [...done, { ...step, at: 0 }], undone: undone.filter((each) => each !== step), moved: moved + 1 }))
    return step
  })
