import { useEffect, useState } from 'react'

/** Milliseconds without a change after which words are said. */
const SETTLED_MILLISECONDS = 1000

/** Words that are shown elsewhere and change while a person types or waits: read aloud once, when they have settled. */
export function Settled({ words }: { readonly words: string }) {
  const [said, setSaid] = useState('')
  useEffect(() => {
    if (words === '') return setSaid('')
    const timer = setTimeout(() => setSaid(words), SETTLED_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [words])
  return (
    <p className="aside-only" role="status">
      {said}
    </p>
  )
}
