import { useFormats, useSay } from '../../session/language.ts'
import { useVault } from '../../session/vault.ts'

/** What holds of this station, for everyone who works at it. */
export function ThisStation() {
  const say = useSay()
  const formats = useFormats()
  const { status, shell } = useVault()
  return (
    <>
      {status && (
        <section>
          <h3>{say('app.settings.threshold')}</h3>
          <p className="soft">{say('app.settings.threshold-says', { count: status.threshold })}</p>
        </section>
      )}
      {status && shell && (
        <section>
          <h3>{say('app.settings.storage')}</h3>
          <p className="soft">
            <bdi className="id" dir="ltr">{shell.dataFolder}</bdi>
          </p>
          <p className="soft">{say('app.settings.journal-size', { size: formats.bytes(status.journalBytes) })}</p>
        </section>
      )}
    </>
  )
}
