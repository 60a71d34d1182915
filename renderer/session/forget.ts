/**
 * Every place in the window that holds an opened value says so here, with the way to forget it. Sealing
 * runs them all; a test seals and looks (STYLE.md: state that declares when it is forgotten).
 */
const held = new Map<string, () => void>()

/** Names a holder of opened values and how it forgets. Answers the way to take the name back. */
export function forgetsOnSeal(name: string, forget: () => void): () => void {
  held.set(name, forget)
  return () => {
    if (held.get(name) === forget) held.delete(name)
  }
}

/** Grows with every sealing. */
let sealings = 0

/**
 * What was asked while the vault was open may be answered after it is sealed. Taken before the question; false from the
 * sealing on, and then the answer is dropped: the window has forgotten, and another account may open next.
 */
export function thisOpening(): () => boolean {
  const asked = sealings
  return () => sealings === asked
}

/** Forgets every opened value in the window; answers the names, for the test that looks. */
export function forgetOpened(): readonly string[] {
  sealings++
  for (const forget of held.values()) forget()
  return [...held.keys()]
}
