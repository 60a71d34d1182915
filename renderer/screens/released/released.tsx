import { useState } from 'react'
import { z } from 'zod'
import { VOCABULARIES } from '../../../shared/model/vocabularies/vocabulary.ts'
import type { OpenedRecord } from '../../../shared/station/station.ts'
import { FaultNote } from '../../parts/fault.tsx'
import { PreviewFrame } from '../../parts/preview-frame.tsx'
import { TlpLabel } from '../../parts/signs.tsx'
import { useFormats, useSay } from '../../session/language.ts'
import { useLoaded } from '../../session/loaded.ts'
import { useStation } from '../../session/station.ts'
import { useVault } from '../../session/vault.ts'

/** An A4 sheet in CSS pixels: 210 mm. */
const SHEET = 794

const publication = z.object({ title: z.string(), tlp: z.enum(VOCABULARIES.tlp).optional(), released: z.number().optional(), from: z.string().optional(), country: z.string().optional(), page: z.object({ html: z.string() }).optional() })
type Publication = z.infer<typeof publication> & { readonly id: string }

const read = ({ id, fields }: OpenedRecord): Publication[] => {
  const parsed = publication.safeParse(fields)
  return parsed.success ? [{ id, ...parsed.data }] : []
}

/** What was released to a country, newest first, and the page as it was written. */
export function ReleasedScreen() {
  const say = useSay()
  const formats = useFormats()
  const station = useStation()
  const version = useVault((state) => state.version)
  const { value, fault } = useLoaded(() => station.recordsOfKind('publication'), [station, version])
  const [chosen, setChosen] = useState<string | null>(null)
  const pages = (value ?? []).flatMap(read).sort((a, b) => (b.released ?? 0) - (a.released ?? 0))
  const shown = pages.find(({ id }) => id === chosen) ?? pages[0]
  return (
    <>
      <header className="bar">
        <h1>{say('app.screen.released')}</h1>
      </header>
      {fault && <FaultNote fault={fault} />}
      {value && pages.length === 0 && (
        <div className="empty">
          <h2>{say('briefings.released.none')}</h2>
          <p>{say('briefings.released.none-says')}</p>
        </div>
      )}
      {shown && (
        <div className="released-screen">
          <nav aria-label={say('app.screen.released')}>
            <ul>
              {pages.map((page) => (
                <li key={page.id}>
                  <button type="button" className="released-link" aria-current={page.id === shown.id ? 'true' : undefined} onClick={() => setChosen(page.id)}>
                    <b dir="auto">{page.title}</b>
                    <span>{formats.names([page.released === undefined ? '' : formats.date(page.released, { dateStyle: 'medium' }), page.from ?? '', page.country === undefined ? '' : say('briefings.released.to', { country: formats.country(page.country) })].filter(Boolean))}</span>
                    {page.tlp && <TlpLabel label={page.tlp} />}
                  </button>
                </li>
              ))}
            </ul>
          </nav>
          {shown.page ? <PreviewFrame html={shown.page.html} title={shown.title} className="page" grey={false} pageWidth={SHEET} /> : <p className="inspector-empty">{say('briefings.released.no-page')}</p>}
        </div>
      )}
    </>
  )
}
