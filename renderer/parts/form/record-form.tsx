import { Fragment, useEffect, useRef, useState } from 'react'
import type { FieldDeclaration, KindDeclaration } from '../../../shared/model/field.ts'
import { languageTag } from '../../../shared/model/languages.ts'
import type { OpenedRecord } from '../../../shared/station/station.ts'
import { useSay } from '../../session/language.ts'
import { Button } from '../button.tsx'
import { Icon } from '../icon.tsx'
import { FieldEditor } from './field-editor.tsx'

/** Seconds after which an opened sealed field closes by itself. */
export const OPEN_SECONDS = 60

interface Section {
  readonly name: string
  readonly fields: readonly (readonly [string, FieldDeclaration])[]
}

/** The sections of a kind's form and their fields, in the order the declaration gives; `without` are shown elsewhere. */
export function formSections(kind: KindDeclaration, without: readonly string[] = []): readonly Section[] {
  const fields = Object.entries(kind.fields)
    .filter(([name, field]) => field.form && !field.derived && !without.includes(name))
    .sort(([, one], [, other]) => one.form!.order - other.form!.order)
  return [...new Set(fields.map(([, field]) => field.form!.section))].map((name) => ({ name, fields: fields.filter(([, field]) => field.form!.section === name) }))
}

/** The form of a record, made from its kind's declaration alone; `children` stand after its first section. */
export function RecordForm({ kind, record, without, onCommit, children }: { readonly kind: KindDeclaration; readonly record: OpenedRecord; readonly without?: readonly string[]; readonly onCommit: (field: string, value: unknown) => void; readonly children?: React.ReactNode }) {
  const say = useSay()
  const spoken = Object.entries(kind.fields).find(([, field]) => field.named === 'language')?.[0]
  return formSections(kind, without).map((section, index) => (
    <Fragment key={section.name}>
      <section>
        <h3>{say(`kinds.${kind.name}.section.${section.name}`)}</h3>
        {section.fields.map(([name, declaration]) => {
          const editor = <FieldEditor name={name} declaration={declaration} label={say(`kinds.${kind.name}.field.${name}`)} value={record.fields[name]} spoken={spoken && languageTag(record.fields[spoken])} onCommit={(value) => onCommit(name, value)} />
          return declaration.compartment === 'identities' ? (
            <SealedField key={name} label={say(`kinds.${kind.name}.field.${name}`)} empty={record.fields[name] === undefined}>
              {editor}
            </SealedField>
          ) : (
            <div key={name}>{editor}</div>
          )
        })}
      </section>
      {index === 0 && children}
    </Fragment>
  ))
}

/** An identity: sealed to the eye until a person opens it, and sealed again by itself. */
function SealedField({ label, empty, children }: { readonly label: string; readonly empty: boolean; readonly children: React.ReactNode }) {
  const say = useSay()
  const [open, setOpen] = useState(false)
  const opened = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!open) return
    opened.current?.querySelector<HTMLElement>('input, textarea, select')?.focus()
    // Never while someone writes in it: what is typed is kept when the field is left.
    const timer = setInterval(() => {
      if (!opened.current?.contains(document.activeElement)) setOpen(false)
    }, OPEN_SECONDS * 1000)
    return () => clearInterval(timer)
  }, [open])
  if (open) return <div ref={opened}>{children}</div>
  return (
    <div className="form-field">
      <span>{label}</span>
      <div className="form-sealed">
        {empty ? (
          <span className="muted">{say('tips.sealed.none')}</span>
        ) : (
          <span className="sealed">
            <Icon name="lock" />
            <span>{say('tips.sealed.is')}</span>
          </span>
        )}
        <Button small kind="quiet" named={say(empty ? 'tips.sealed.add-to' : 'tips.sealed.open-named', { field: label })} onClick={() => setOpen(true)}>
          {say(empty ? 'tips.sealed.add' : 'tips.sealed.open')}
        </Button>
      </div>
    </div>
  )
}
