import type { ReactNode } from 'react'
import { BackupItem } from './backup-item.tsx'
import { Icon, type IconName } from './icon.tsx'
import { Key, TlpLabel } from './signs.tsx'
import { LANGUAGE_NAMES, useFormats, useLanguage, useSay } from '../session/language.ts'
import { usePreferences } from '../session/preferences.ts'
import { tellFault } from '../session/notices.ts'
import { showSettings } from '../session/settings-section.ts'
import { useStation } from '../session/station.ts'
import { useVault } from '../session/vault.ts'

function Item({ icon, fault = false, strong = false, children }: { readonly icon: IconName; readonly fault?: boolean; readonly strong?: boolean; readonly children: ReactNode }) {
  return (
    <span className={`status-item${fault ? ' fault-item' : ''}${strong ? ' strong' : ''}`} {...(fault && { role: 'alert' })}>
      <Icon name={icon} />
      <span>{children}</span>
    </span>
  )
}

/** What is true of the station now. A fault turns its own item red and says what to do; nothing else moves. */
export function StatusBar() {
  const say = useSay()
  const formats = useFormats()
  const { phase, shell, status, fault, vaults } = useVault()
  const idleMinutes = usePreferences((state) => state.idleMinutes)
  const open = phase === 'open' && status
  return (
    <footer className="status" aria-label={say('app.status.name')}>
      <div className="status-side">
        {open ? (
          <>
            <Item icon="lock-open" strong>{say('app.status.open', { count: idleMinutes })}</Item>
            <Item icon="wifi-off">{say('app.status.offline')}</Item>
            {fault ? (
              <Item icon="alert-triangle" fault>{say(fault)}</Item>
            ) : status.journalWhole ? (
              <Item icon="database">{say('app.status.journal-whole', { count: status.commits })}</Item>
            ) : (
              <Item icon="database" fault>{say('app.status.journal-damaged')}</Item>
            )}
            {!status.writable && <ReadOnly />}
            {status.room !== 'enough' && <Item icon="alert-triangle" fault>{say(`app.status.room-${status.room}`)}</Item>}
            {status.storage === 'memory-only' && <Item icon="alert-triangle" fault>{say('app.status.memory-only')}</Item>}
            {status.sample ? <Item icon="shield-check">{say('app.status.thrown-away')}</Item> : !status.presents && <BackupItem />}
            {status.waiting > 0 && <Waiting count={status.waiting} />}
            {!status.sample && (!status.recoveryConfirmed || status.recoveryDue) && <Rehearsal says={status.recoveryConfirmed ? 'recovery.status-due' : 'app.status.recovery-open'} />}
          </>
        ) : (
          <>
            <Item icon={vaults.length > 0 ? 'lock' : 'lock-open'} strong>{say(vaults.length === 0 ? 'app.status.no-vault' : vaults.every(({ busy }) => busy) ? 'app.status.elsewhere' : 'app.status.sealed')}</Item>
            <Item icon="wifi-off">{say('app.status.offline')}</Item>
            {shell?.freeBytes != null && <Item icon="database">{say('app.status.free', { size: formats.bytes(shell.freeBytes) })}</Item>}
          </>
        )}
      </div>
      <span className="status-gap" />
      <div className="status-side">
        {open && status.sample && <span className="sample">{say(`app.status.sample-${status.sample}`)}</span>}
        {open ? (
          <>
            <span className="status-item">
              {say('app.status.station')} <b>{status.name}</b>
            </span>
            <TlpLabel label="TLP:AMBER" />
          </>
        ) : (
          <>
            <LanguageSwitch />
            {shell && <span className="status-item">{say('app.status.version', { version: shell.version })}</span>}
          </>
        )}
      </div>
    </footer>
  )
}

/** Accounts wait for what this one may do; the way there stands where it is told. */
function Waiting({ count }: { readonly count: number }) {
  const say = useSay()
  return (
    <button type="button" className="status-item status-button" onClick={() => showSettings('accounts')}>
      <Icon name="users" />
      <span>{say('accounts.waiting', { count })}</span>
    </button>
  )
}

/** Nobody has shown, or not this quarter, that the recovery key is at hand; the way there stands where it is told. */
function Rehearsal({ says }: { readonly says: string }) {
  const say = useSay()
  return (
    <button type="button" className="status-item status-button" onClick={() => showSettings('recovery')}>
      <Icon name="key" />
      <span>{say(says)}</span>
    </button>
  )
}

/** Acknowledged work is missing from this copy: it can be read, and the way on stands where the fault is told. */
function ReadOnly() {
  const say = useSay()
  const station = useStation()
  return (
    <Item icon="alert-triangle" fault>
      {say('app.status.read-only')}{' '}
      <button type="button" className="status-button" onClick={() => void station.acceptLoss().catch(tellFault)}>
        {say('acts.accept-loss')}
      </button>
    </Item>
  )
}

function LanguageSwitch() {
  const say = useSay()
  const language = useLanguage((state) => state.language)
  const set = usePreferences((state) => state.set)
  const other = language === 'ar' ? 'en' : 'ar'
  return (
    <button type="button" className="status-item status-button" onClick={() => set({ language: other })} title={say('acts.switch-language')}>
      <Icon name="language" />
      <span lang={other}>{LANGUAGE_NAMES[other]}</span>
      <Key of="F6" />
    </button>
  )
}
