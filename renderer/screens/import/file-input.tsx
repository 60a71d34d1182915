import type { Ref } from 'react'
import { useSay } from '../../session/language.ts'
import { lookInto } from '../../session/importing.ts'
import { useStation } from '../../session/station.ts'

/** Names of files that can be read; XLSX follows. */
const READ = '.csv,.tsv,.txt,.json,.geojson,.ndjson,text/csv,application/json,application/geo+json'

/** The system's picker, which a button and a key open; what is on the screen stays until a file was picked. */
export function FileInput({ ref }: { readonly ref: Ref<HTMLInputElement> }) {
  const say = useSay()
  const station = useStation()
  return (
    <input
      ref={ref}
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
  )
}
