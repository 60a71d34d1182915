import { useId, useState, type AriaAttributes, type KeyboardEvent, type ReactNode } from 'react'
import type { Precision } from '../../../shared/model/place.ts'
import type { PlaceHit } from '../../../shared/station/station.ts'
import { useFormats, useLanguage, useSay } from '../../session/language.ts'
import { useLoaded } from '../../session/loaded.ts'
import { useStation } from '../../session/station.ts'
import { Marked } from '../marked.tsx'
import { Key, PrecisionSign } from '../signs.tsx'

/** Places offered at once; each has a key, Alt with its number. */
const CHOICES = 6
/** Asked of the gazetteer where only some kinds are wanted. */
const ASKED = 2 * CHOICES

interface Wanted {
  readonly label: string
  readonly typed: string
  /** Whether the list may show. */
  readonly open: boolean
  /** Only places known as precisely as this. */
  readonly only?: Precision
  readonly onChoose: (hit: PlaceHit) => void
}

interface PlaceOptions {
  /** The one that Enter takes. */
  readonly current: PlaceHit | undefined
  /** Something was asked and nothing was found. */
  readonly none: boolean
  /** For the field that the list belongs to. */
  readonly aria: AriaAttributes & { readonly role: 'combobox' }
  /** Moves among the places or takes one by its number; true where the key was meant for the list. */
  readonly take: (event: KeyboardEvent) => boolean
  readonly restart: () => void
  readonly list: ReactNode
}

/** Places that what is typed may mean, out of the offline gazetteer, as a list under a field: a combobox whose focus stays in the field. */
export function usePlaceOptions({ label, typed, open, only, onChoose }: Wanted): PlaceOptions {
  const say = useSay()
  const formats = useFormats()
  const station = useStation()
  const language = useLanguage((state) => state.language)
  const id = `${useId()}-list`
  const [at, setAt] = useState(0)
  const words = open ? typed.trim() : ''
  const { value: hits } = useLoaded<readonly PlaceHit[] | null>(async () => (words.length > 1 ? (await station.findPlace(words, only ? ASKED : CHOICES, language)).filter(({ precision }) => !only || precision === only) : null), [words, only, language, station])
  const choices = words.length > 1 ? (hits ?? []).slice(0, CHOICES) : []
  const index = Math.min(at, choices.length - 1)
  return {
    current: choices[index],
    none: words.length > 1 && hits?.length === 0,
    aria: { role: 'combobox', 'aria-label': label, 'aria-expanded': choices.length > 0, 'aria-controls': id, 'aria-autocomplete': 'list', 'aria-activedescendant': choices[index] ? `${id}-${index}` : undefined },
    restart: () => setAt(0),
    take(event) {
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
      const numbered = event.altKey && /^[1-6]$/.test(event.key) ? choices[Number(event.key) - 1] : undefined
      if (!numbered && (step === 0 || choices.length === 0)) return false
      event.preventDefault()
      if (numbered) onChoose(numbered)
      else setAt((index + step + choices.length) % choices.length)
      return true
    },
    list: (
      <ul id={id} role="listbox" aria-label={label} className="options" hidden={choices.length === 0}>
        {choices.map((hit, position) => (
          <li key={`${hit.name}-${hit.country}-${hit.precision}-${hit.at?.join() ?? ''}`} id={`${id}-${position}`} role="option" aria-selected={position === index} onPointerDown={(event) => (event.preventDefault(), onChoose(hit))} onPointerMove={() => setAt(position)}>
            <PrecisionSign precision={hit.precision} named={false} />
            <span className="option-words">
              <Marked text={hit.name} words={typed} /> <span>{hit.precision === 'country' ? '' : formats.names([hit.region ?? '', formats.country(hit.country)].filter(Boolean))}</span>
            </span>
            {!only && <span className="option-kind">{say(`vocabularies.precision.${hit.precision}`)}</span>}
            <Key of={`Alt+${position + 1}`} />
          </li>
        ))}
      </ul>
    ),
  }
}
