import { useEffect, useState, type ReactNode } from 'react'
import { useSay } from '../../session/language.ts'
import { lookInto } from '../../session/importing.ts'
import { useStation } from '../../session/station.ts'
import { useView } from '../../session/view.ts'

/** A file dropped anywhere on the window is looked into; nothing is ever opened by the browser itself. */
export function DropZone({ children }: { readonly children: ReactNode }) {
  const say = useSay()
  const station = useStation()
  const [over, setOver] = useState(false)
  useEffect(() => {
    let depth = 0
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const enter = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      depth++
      setOver(true)
    }
    const hover = (event: DragEvent) => {
      if (carriesFiles(event)) event.preventDefault()
    }
    const leave = () => {
      depth = Math.max(0, depth - 1)
      if (depth === 0) setOver(false)
    }
    const drop = (event: DragEvent) => {
      event.preventDefault()
      depth = 0
      setOver(false)
      const file = event.dataTransfer?.files[0]
      if (!file) return
      useView.getState().go('import')
      void lookInto(station, file)
    }
    addEventListener('dragenter', enter)
    addEventListener('dragover', hover)
    addEventListener('dragleave', leave)
    addEventListener('drop', drop)
    return () => {
      removeEventListener('dragenter', enter)
      removeEventListener('dragover', hover)
      removeEventListener('dragleave', leave)
      removeEventListener('drop', drop)
    }
  }, [station])
  return (
    <>
      {children}
      {over && (
        <div className="drop-over" aria-hidden="true">
          <p>{say('import.drop')}</p>
        </div>
      )}
    </>
  )
}
