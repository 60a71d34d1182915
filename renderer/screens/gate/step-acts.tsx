import { Button } from '../../parts/button.tsx'
import { useSay } from '../../session/language.ts'

interface StepActsProps {
  /** What the button onward says; "Next" where it says no more. */
  readonly onward?: string
  readonly busy?: boolean
  readonly onBack: () => void
}

/** Onward and back, at the foot of a step before the vault. */
export function StepActs({ onward, busy = false, onBack }: StepActsProps) {
  const say = useSay()
  return (
    <p className="gate-acts">
      <Button kind="primary" submit shortcut="Enter" disabled={busy}>
        {onward ?? say('gate.next')}
      </Button>
      <Button kind="quiet" onClick={onBack} disabled={busy}>
        {say('gate.back')}
      </Button>
    </p>
  )
}
