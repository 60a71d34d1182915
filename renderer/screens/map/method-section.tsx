import type { Message } from '../../../shared/model/message.ts'
import { useSay } from '../../session/language.ts'

/** How a figure was counted, in the sentences that came with it. */
export function MethodSection({ method }: { readonly method: readonly Message[] }) {
  const say = useSay()
  return (
    <section>
      <h3>{say('map.segment.how')}</h3>
      <ul className="method">
        {method.map((line) => (
          <li key={line.key}>{say(line)}</li>
        ))}
      </ul>
    </section>
  )
}
