import { Fragment, useEffect, useMemo, useRef, useState } from 'react'
import { isSealedField, isSealedValue, type FieldDeclaration, type KindDeclaration } from '../../../shared/model/field.ts'
import { languageTag } from '../../../shared/model/languages.ts'
import type { OpenedRecord } from '../../../shared/station/station.ts'
import type { Act } from '../../acts/act.ts'
import { useHereActs } from '../../acts/standing.ts'
import { useSay } from '../../session/language.ts'
import { Button } from '../button.tsx'
import { FieldEditor } from './field-editor.tsx'
import { SealedSign } from './sealed-sign.tsx'

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
  /** How each sealed field asks why it is to be opened. */
  const openable = useRef(new Map<string, () => void>())
  useHereActs(
    useMemo<readonly Act[]>(
      () => [{ name: 'open-sealed', title: { key: 'audit.act' }, icon: 'lock-open', keys: ['O'], group: 'list', aboutSelection: true, possible: () => openable.current.size > 0, run: () => Object.keys(kind.fields).map((name) => openable.current.get(name)).find((ask) => ask)?.() }],
      [kind],
    ),
  )
  const editor = (name: string, declaration: FieldDeclaration, value: unknown) => (
    <FieldEditor name={name} declaration={declaration} label={say(`kinds.${kind.name}.field.${name}`)} value={value} spoken={spoken && languageTag(record.fields[spoken])} onCommit={(changed) => onCommit(name, changed)} />
  )
  return formSections(kind, without).map((section, index) => (
    <Fragment key={section.name}>
      <section>
        <h3>{say(`kinds.${kind.name}.section.${section.name}`)}</h3>
        {section.fields.map(([name, declaration]) => {
          const value = record.fields[name]
          if (!isSealedField(declaration)) return <div key={name}>{editor(name, declaration, value)}</div>
          const label = say(`kinds.${kind.name}.field.${name}`)
          // Another value is another seal: what was open is what was asked for, and no more.
          return isSealedValue(value) ? (
            <div key={`${name} ${value.sealed}`} className="form-seal">
              <SealedSign
                record={record.id}
                field={name}
                label={label}
                token={value.sealed}
                shut={(sign) => (
                  <div className="form-field">
                    <span>{label}</span>
                    <div>{sign}</div>
                  </div>
                )}
                onOpenable={(ask) => void (ask ? openable.current.set(name, ask) : openable.current.delete(name))}
              >
                {(opened) => editor(name, declaration, opened)}
              </SealedSign>
            </div>
          ) : (
            <NothingSealed key={name} label={label}>
              {editor(name, declaration, undefined)}
            </NothingSealed>
          )
        })}
      </section>
      {index === 0 && children}
    </Fragment>
  ))
}

/** A sealed field in which nothing stands: there is nothing to open, and something to write. */
function NothingSealed({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  const say = useSay()
  const [adding, setAdding] = useState(false)
  const added = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (adding) added.current?.querySelector<HTMLElement>('input, textarea, select')?.focus()
  }, [adding])
  if (adding) return <div ref={added} onBlur={({ relatedTarget, currentTarget }) => !currentTarget.contains(relatedTarget) && setAdding(false)}>{children}</div>
  return (
    <div className="form-field">
      <span>{label}</span>
      <div className="form-sealed">
        <span className="muted">{say('tips.sealed.none')}</span>
        <Button small kind="quiet" named={say('tips.sealed.add-to', { field: label })} onClick={() => setAdding(true)}>
          {say('tips.sealed.add')}
        </Button>
      </div>
    </div>
  )
}
