import { useSay } from '../session/language.ts'
import type { Fault } from '../session/notices.ts'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'

/** An error where it arose: what happened, what was kept, what to do, with the act as a button. A field that it is about points at `id`. */
export function FaultNote({ fault, onDismiss, id }: { readonly fault: Omit<Fault, 'id'>; readonly onDismiss?: () => void; readonly id?: string }) {
  const say = useSay()
  return (
    <div className="fault" role="alert" id={id}>
      <Icon name="alert-triangle" />
      <div>
        <p className="fault-says">{say(fault.says)}</p>
        {fault.kept && <p>{say(fault.kept)}</p>}
        {fault.remedy && <p>{say(fault.remedy)}</p>}
        {(fault.act || onDismiss) && (
          <p className="fault-acts">
            {fault.act && (
              <Button small onClick={fault.act.run}>
                {say(fault.act.title)}
              </Button>
            )}
            {onDismiss && (
              <Button small kind="quiet" onClick={onDismiss}>
                {say('app.dismiss')}
              </Button>
            )}
          </p>
        )}
      </div>
    </div>
  )
}
