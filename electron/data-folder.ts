import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where vaults are kept unless `--data` says otherwise: the system's place for a program's own data. */
export function defaultDataFolder(platform: NodeJS.Platform = process.platform, env: Readonly<Record<string, string | undefined>> = process.env, home: string = homedir()): string {
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'Vigil')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Vigil')
  return join(env.XDG_DATA_HOME ?? join(home, '.local', 'share'), 'vigil')
}
