import { Button } from '../../parts/button.tsx'
import { useSay } from '../../session/language.ts'

/** Where a file is picked, if it wasn't dropped. */
export function PickFile({ reading, onPick }: { readonly reading: boolean; readonly onPick: () => void }) {
  const say = useSay()
  return (
    <div className="empty">
      <h2>{say('import.pick.title')}</h2>
      <p>{say('import.pick.says')}</p>
      <p className="empty-acts">
        <Button kind="primary" icon="file-import" shortcut="Enter" disabled={reading} onClick={onPick} focused>
          {say(reading ? 'import.pick.reading' : 'import.pick.act')}
        </Button>
      </p>
    </div>
  )
}
