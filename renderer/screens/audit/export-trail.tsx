import { useMemo, useState } from 'react'
import type { Act } from '../../acts/act.ts'
import { useHereActs } from '../../acts/standing.ts'
import { Button } from '../../parts/button.tsx'
import { Popover } from '../../parts/popover.tsx'
import { thisOpening } from '../../session/forget.ts'
import { useSay } from '../../session/language.ts'
import { asJob, tellFault } from '../../session/notices.ts'
import { saveFile } from '../../session/save.ts'
import { useStation } from '../../session/station.ts'

/** The trail as a file that anybody can check: with events told, or as signatures alone. */
export function ExportTrail() {
  const say = useSay()
  const station = useStation()
  const [open, setOpen] = useState(false)
  const acts = useMemo<readonly Act[]>(() => [{ name: 'export-trail', title: { key: 'audit.act-export' }, icon: 'download', keys: [], group: 'screen', possible: () => true, run: () => setOpen(true) }], [])
  useHereActs(acts)
  const write = async (opened: boolean) => {
    setOpen(false)
    const still = thisOpening()
    try {
      const { name, bytes } = await asJob({ key: 'audit.progress.exporting' }, { key: 'audit.job.keeps' }, (signal, progress) => station.exportTrail({ opened }, { signal, onProgress: ({ done, total, what }) => progress(done, total, what) }))
      if (still()) await saveFile(station, name, bytes, { key: 'audit.export.written' })
    } catch (error) {
      tellFault(error)
    }
  }
  return (
    <div className="export-trail">
      <Button small icon="download" onClick={() => setOpen(!open)}>
        {say('audit.act-export')}
      </Button>
      {open && (
        <Popover name={say('audit.act-export')} onClose={() => setOpen(false)}>
          <div className="export-choice">
            <Button kind="primary" onClick={() => void write(true)}>
              {say('audit.export.opened')}
            </Button>
            <Button onClick={() => void write(false)}>
              {say('audit.export.closed')}
            </Button>
          </div>
          <p>{say('audit.export.note')}</p>
        </Popover>
      )}
    </div>
  )
}
