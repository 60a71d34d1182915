import { useEffect, useRef } from 'react'
import { Button } from '../../parts/button.tsx'
import { useSay } from '../../session/language.ts'
import { lookInto } from '../../session/importing.ts'
import { useStation } from '../../session/station.ts'

/** Names of files that can be read; XLSX follows. */
const READ = '.csv,.tsv,.txt,.json,.geojson,.ndjson,text/csv,application/json,application/geo+json'

/** Where a file is picked, if it wasn't dropped. */
export function PickFile({ reading }: { readonly reading: boolean }) {
  const say = useSay()
  const station = useStation()
  const input = useRef<HTMLInputElement>(null)
  const button = useRef<HTMLDivElement>(null)
  useEffect(() => button.current?.querySelector('button')?.focus(), [])
  return (
    <div className="empty" ref={button}>
      <h2>{say('import.pick.title')}</h2>
      <p>{say('import.pick.says')}</p>
      <p className="empty-acts">
        <Button kind="primary" icon="file-import" shortcut="Enter" disabled={reading} onClick={() => input.current?.click()}>
          {say(reading ? 'import.pick.reading' : 'import.pick.act')}
        </Button>
      </p>
      <input
        ref={input}
        type="file"
        className="aside-only"
        tabIndex={-1}
        aria-label={say('import.pick.act')}
        accept={READ}
        autoComplete="off"
        onChange={(event) => {
          const file = event.target.files?.[0]
          event.target.value = ''
          if (file) void lookInto(station, file)
        }}
      />
    </div>
  )
}
