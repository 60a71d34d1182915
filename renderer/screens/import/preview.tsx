import { useEffect, useId, useRef, useState } from 'react'
import type { ImportMapping, ImportPreview, SourceFile } from '../../../shared/ingest/contract.ts'
import { missingOf, saysOfColumns } from '../../../shared/ingest/mapping.ts'
import { tip } from '../../../shared/model/kinds/tip.ts'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icon.tsx'
import { useFormats, useSay } from '../../session/language.ts'
import { changeMapping, putAway, runImport } from '../../session/importing.ts'
import { useStation } from '../../session/station.ts'
import { SKIP, TARGETS, canRun, targetOf, targetText, withTarget } from './targets.ts'

const DATE_ORDERS = ['ymd', 'dmy', 'mdy'] as const

/** The first rows as they were read, what each column fills, and what is missing before it can run. */
export function Preview({ file, preview, mapping }: { readonly file: SourceFile; readonly preview: ImportPreview; readonly mapping: ImportMapping }) {
  const say = useSay()
  const formats = useFormats()
  const station = useStation()
  const ready = canRun(mapping)
  const missing = missingOf(mapping.columns)
  // What was said of the proposed columns gives way to what is true of the chosen ones.
  const proposed = new Set(saysOfColumns(tip, preview.mapping.columns, preview.headers.length).map(({ key }) => key))
  const says = [...preview.says.filter(({ key }) => !proposed.has(key)), ...saysOfColumns(tip, mapping.columns, preview.headers.length)]
  const missingId = useId()
  // Where a person goes on: at the button, or, where nothing was recognised, at the first column to be chosen.
  const [readyAtFirst] = useState(ready)
  const columns = useRef<HTMLTableRowElement>(null)
  const focusColumns = () => columns.current?.querySelector('select')?.focus()
  useEffect(() => {
    if (!readyAtFirst) focusColumns()
  }, [readyAtFirst])
  const mapped = new Set(mapping.columns.map((each) => each.column))
  return (
    <form
      className="import-preview"
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) void runImport(station)
        else focusColumns()
      }}
    >
      <section className="import-facts">
        <p>
          {preview.recognised ? <b>{say('import.preview.recognised', { source: preview.recognised })}</b> : <b>{say('import.preview.not-recognised')}</b>}{' '}
          <span className="soft">{formats.names([preview.format.toUpperCase(), preview.encoding.toUpperCase(), formats.bytes(file.size), say('import.preview.columns', { count: preview.headers.length })])}</span>
        </p>
        <div id={missingId} role="status">
          {missing.map((message) => (
            <p key={message.key} className="note">
              <Icon name="alert-triangle" /> {say(message)}
            </p>
          ))}
        </div>
        {mapping.columns.length > 0 && (
          <ul className="import-mapped" aria-label={say('import.preview.brought-in')}>
            {mapping.columns.map(({ column, target }) => (
              <li key={column}>
                <bdi>{preview.headers[column]}</bdi> <span aria-hidden="true" className="import-into" /> <b>{targetText(target, say)}</b>
              </li>
            ))}
          </ul>
        )}
        {says.map((message) => (
          <p key={message.key} className="soft">{say(message)}</p>
        ))}
        <label className="import-order">
          <span>{say('import.preview.date-order')}</span>
          <select
            className="input"
            autoComplete="off"
            value={mapping.dateOrder ?? ''}
            onChange={(event) => {
              const { dateOrder: _before, ...rest } = mapping
              const order = DATE_ORDERS.find((each) => each === event.target.value)
              changeMapping(order ? { ...rest, dateOrder: order } : rest)
            }}
          >
            <option value="">{say('import.preview.order-judged')}</option>
            {DATE_ORDERS.map((order) => (
              <option key={order} value={order}>
                {say(`import.preview.order-${order}`)}
              </option>
            ))}
          </select>
        </label>
      </section>
      <div className="import-table" tabIndex={0} role="region" aria-label={say('import.preview.first-rows')}>
        <table>
          <thead>
            <tr ref={columns}>
              {preview.headers.map((header, column) => (
                // Headers may repeat; a column is its position.
                // oxlint-disable-next-line react/no-array-index-key
                <th key={column} scope="col" data-off={mapped.has(column) ? undefined : 'yes'}>
                  <span dir="auto" title={header}>{header}</span>
                  <select className="input" autoComplete="off" aria-label={say('import.preview.fills', { column: header })} aria-describedby={ready ? undefined : missingId} value={targetOf(mapping, column)} onChange={(event) => changeMapping(withTarget(mapping, column, event.target.value))}>
                    <option value={SKIP}>{say('import.preview.left-out')}</option>
                    {TARGETS.map((target) => (
                      <option key={target} value={target}>
                        {targetText(target, say)}
                      </option>
                    ))}
                  </select>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.firstRows.map((row, index) => (
              // oxlint-disable-next-line react/no-array-index-key
              <tr key={index}>
                {preview.headers.map((_, column) => (
                  // oxlint-disable-next-line react/no-array-index-key
                  <td key={column} dir="auto" data-off={mapped.has(column) ? undefined : 'yes'}>
                    {row[column]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="import-acts">
        <Button kind="primary" submit shortcut="Enter" focused={readyAtFirst}>
          {say('import.preview.run')}
        </Button>
        <Button onClick={putAway}>{say('import.preview.other')}</Button>
        <span className="soft">{say('import.preview.undoable')}</span>
      </p>
    </form>
  )
}
