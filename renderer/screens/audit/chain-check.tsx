import { useMemo, useState } from 'react'
import type { Message } from '../../../shared/model/message.ts'
import type { Act } from '../../acts/act.ts'
import { useHereActs } from '../../acts/standing.ts'
import { ActButton } from '../../parts/button.tsx'
import { Icon } from '../../parts/icon.tsx'
import { thisOpening } from '../../session/forget.ts'
import { useFormats, useSay } from '../../session/language.ts'
import { asJob } from '../../session/notices.ts'

interface Checked { readonly whole: boolean; readonly notes: readonly Message[]; readonly at: number }

/** Whether the chain is whole, as of when, and by what this station is known to who checks its trail elsewhere. */
export function ChainCheck({ root }: { readonly root: string | null }) {
  const say = useSay()
  const formats = useFormats()
  const [checked, setChecked] = useState<Checked | null>(null)
  const [act] = useMemo<readonly Act[]>(
    () => [{
      name: 'check-chain', title: { key: 'audit.act-verify' }, icon: 'shield-check', keys: [], group: 'screen', possible: () => true,
      run: async ({ station }) => {
        const still = thisOpening()
        const verdict = await asJob({ key: 'audit.progress.verifying' }, { key: 'audit.job.keeps' }, (signal, progress) => station.verifyTrail({ signal, onProgress: ({ done, total, what }) => progress(done, total, what) }))
        if (still()) setChecked({ ...verdict, at: Math.floor(Date.now() / 1000) })
      },
    }],
    [],
  )
  useHereActs(useMemo(() => [act!], [act]))
  const time = checked && formats.date(checked.at, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
  return (
    <div className="chain">
      <ActButton act={act!} small withIcon />
      <p role="status" data-whole={checked ? (checked.whole ? 'yes' : 'no') : undefined}>
        {checked && <Icon name={checked.whole ? 'circle-check' : 'alert-triangle'} />}
        {time ? say(checked?.whole ? 'audit.chain.whole' : 'audit.chain.not-whole', { time }) : say('audit.chain.unchecked')}
      </p>
      {checked?.notes.map((note) => <p key={note.key} className="chain-note">{say(note)}</p>)}
      {root && (
        <p className="chain-root">
          <span className="soft">{say('audit.chain.root')}</span> <bdi className="id" dir="ltr">{root.match(/.{4}/g)?.join(' ')}</bdi>
        </p>
      )}
    </div>
  )
}
