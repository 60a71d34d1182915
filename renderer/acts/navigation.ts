import { holds, type Act } from './act.ts'
import type { ScreenDeclaration } from '../parts/screen.ts'

/** An act for each screen: `G`, then its letter. */
export function navigationActs(screens: readonly ScreenDeclaration[]): readonly Act[] {
  return screens.flatMap((screen) =>
    screen.letter === null
      ? []
      : [{
          name: `go-${screen.id}`,
          title: screen.title,
          icon: screen.icon,
          keys: [`G ${screen.letter}`],
          group: 'screen' as const,
          possible: (context) => holds(context, ...(screen.needs ?? [])),
          run: ({ view }) => view.go(screen.id),
        } satisfies Act],
  )
}
