import { Button } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/fault.tsx'
import { checkBackup } from '../../session/backing-up.ts'
import { useFormats, useSay } from '../../session/language.ts'
import { useLoaded } from '../../session/loaded.ts'
import { tellFault } from '../../session/notices.ts'
import { useStation } from '../../session/station.ts'
import { useVault } from '../../session/vault.ts'
import { useWhen } from '../../session/when.ts'

/** The backups of this vault that lie in the folder, newest first, each to be read again. */
export function BackupsThere() {
  const say = useSay()
  const formats = useFormats()
  const when = useWhen()
  const station = useStation()
  const backups = useVault((state) => state.backups)
  const { value: there, fault } = useLoaded(() => station.backupsThere(), [station, backups])
  if (fault) return <FaultNote fault={fault} />
  if (!there) return null
  return (
    <section>
      <h3>{say('backup.settings.there')}</h3>
      <p className="soft">{there.length === 0 ? say('backup.settings.there-none') : say('backup.settings.there-sum', { count: there.length, size: formats.bytes(there.reduce((sum, { bytes }) => sum + bytes, 0)) })}</p>
      {there.length > 0 && (
        <div className="backup-list">
          <table>
            <thead>
              <tr>
                <th scope="col">{say('backup.settings.column-file')}</th>
                <th scope="col">{say('backup.settings.column-made')}</th>
                <th scope="col" className="number">{say('backup.settings.column-size')}</th>
                <th scope="col">{say('backup.settings.column-check')}</th>
                <th scope="col"><span className="aside-only">{say('backup.settings.check')}</span></th>
              </tr>
            </thead>
            <tbody>
              {there.map(({ name, bytes, modified, known }) => (
                <tr key={name}>
                  <td><bdi dir="ltr">{name}</bdi></td>
                  <td>{when(known?.made ?? modified)}</td>
                  <td className="number">{formats.bytes(bytes)}</td>
                  <td data-wrong={known?.check?.verified === false || undefined}>{known?.check ? say(known.check.verified ? 'backup.settings.check-verified' : 'backup.settings.check-failed', { when: when(known.check.at) }) : say('backup.settings.check-unknown')}</td>
                  <td>
                    <Button small kind="quiet" named={say('backup.settings.check-named', { name })} onClick={() => void checkBackup(station, name).catch(tellFault)}>
                      {say('backup.settings.check')}
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
