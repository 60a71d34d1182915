import { useSay } from '../../session/language.ts'
import { useSettingsSection } from '../../session/settings-section.ts'
import { useVault } from '../../session/vault.ts'
import { SETTINGS_SECTIONS } from './sections.ts'

/** What a person prefers of this window, and how this station's vault is kept: a section at a time. */
export function SettingsScreen() {
  const say = useSay()
  const status = useVault((state) => state.status)
  const { section, show } = useSettingsSection()
  const shown = SETTINGS_SECTIONS.filter((one) => status && one.shown(status))
  const current = shown.find(({ id }) => id === section) ?? shown[0]
  if (!current) return null
  const Current = current.component
  return (
    <>
      <header className="bar">
        <h1>{say('app.screen.settings')}</h1>
      </header>
      <div className="settings-frame">
        <nav className="settings-list" aria-label={say('app.settings.sections')}>
          <ul>
            {shown.map(({ id, title }) => (
              <li key={id}>
                <button type="button" className="settings-link" aria-current={id === current.id ? 'page' : undefined} onClick={() => show(id)}>
                  {say(title)}
                </button>
              </li>
            ))}
          </ul>
        </nav>
        <section className="settings" aria-labelledby="settings-section">
          <h2 id="settings-section">{say(current.title)}</h2>
          <Current />
        </section>
      </div>
    </>
  )
}
