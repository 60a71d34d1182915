import { useEffect, useRef, useState } from 'react'
import { Button } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/fault.tsx'
import { Icon, type IconName } from '../../parts/icon.tsx'
import { Key } from '../../parts/signs.tsx'
import { useSay } from '../../session/language.ts'
import { faultOf, type Fault } from '../../session/notices.ts'
import { useStation } from '../../session/station.ts'
import { enter } from '../../session/vault.ts'
import { digitOf, typesText } from '../../acts/keys.ts'
import { Brand } from './brand.tsx'

/** 32 random bytes as a passphrase for a vault that is thrown away: nobody needs to type it again. */
function throwawayPassphrase(): string {
  return [...crypto.getRandomValues(new Uint8Array(32))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** How to begin: found a vault, restore one, or look at sample data. */
export function FirstStart({ first, onFound, onRestore, onBack }: { readonly first: boolean; readonly onFound: () => void; readonly onRestore: () => void; readonly onBack?: () => void }) {
  const say = useSay()
  const station = useStation()
  const [busy, setBusy] = useState<'real' | 'invented' | null>(null)
  const [fault, setFault] = useState<Omit<Fault, 'id'> | null>(null)
  const beginning = useRef<HTMLButtonElement>(null)
  useEffect(() => beginning.current?.focus(), [])

  const openSample = async (sample: 'real' | 'invented') => {
    if (busy) return
    setBusy(sample)
    setFault(null)
    try {
      await station.found({ name: say(`gate.sample.${sample}-station`), account: say('gate.sample.account'), passphrase: throwawayPassphrase(), sample })
      await enter(station)
    } catch (error) {
      setFault(faultOf(error))
    } finally {
      setBusy(null)
    }
  }

  const ways: readonly { readonly name: string; readonly icon: IconName; readonly run: () => void; readonly busy?: boolean }[] = [
    { name: 'found', icon: 'shield-lock', run: onFound },
    { name: 'restore', icon: 'history', run: onRestore },
    { name: 'sample-real', icon: 'map-2', run: () => void openSample('real'), busy: busy === 'real' },
    { name: 'sample-invented', icon: 'map-2', run: () => void openSample('invented'), busy: busy === 'invented' },
  ]
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (typesText(event.target) || event.ctrlKey || event.metaKey || event.altKey) return
      const way = ways[(digitOf(event) ?? 0) - 1]
      if (!way) return
      event.preventDefault()
      way.run()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  })

  return (
    <section>
      <Brand says={say('gate.new-here')} />
      <h1>{say(first ? 'gate.first.title' : 'gate.first.title-another')}</h1>
      <p className="gate-lead">{say('gate.first.lead')}</p>
      <ol className="ways">
        {ways.map((way, index) => (
          <li key={way.name}>
            <button type="button" ref={index === 0 ? beginning : undefined} onClick={way.run} disabled={busy !== null} aria-describedby={`way-${way.name}`}>
              <Icon name={way.icon} />
              <span className="way-words">
                <b>{say(`gate.way.${way.name}.title`)}</b>
                <span id={`way-${way.name}`}>
                  {say(`gate.way.${way.name}.says`)} <small>{say(way.busy ? 'gate.way.opening' : `gate.way.${way.name}.cost`)}</small>
                </span>
              </span>
              <Key of={String(index + 1)} />
            </button>
          </li>
        ))}
      </ol>
      {fault && <FaultNote fault={fault} />}
      {onBack ? (
        <p className="gate-foot">
          <Button kind="quiet" small onClick={onBack}>
            {say('gate.back-to-unlock')}
          </Button>
        </p>
      ) : (
        <p className="gate-foot">{say('gate.first.expecting')}</p>
      )}
    </section>
  )
}
