import { Icon } from '../icon.tsx'
import { Popover } from '../popover.tsx'
import { Key } from '../signs.tsx'
import { Button } from '../button.tsx'
import { useFormats, useSay } from '../../session/language.ts'
import { useView } from '../../session/view.ts'
import { describeFilter, FILTER_NAMES } from './describe.ts'
import { FilterEditor } from './filter-editor.tsx'

/** The shared filters as chips; each opens where it stands, the last one adds. */
export function FilterChips() {
  const say = useSay()
  const formats = useFormats()
  const { filter, filterOpen, openFilter, setFilter, clearFilter } = useView()
  const set = FILTER_NAMES.filter((name) => filter[name] !== undefined)
  // One that is being chosen has its place already: its panel must not move, and lose the focus, when it is first set.
  const shown = FILTER_NAMES.filter((name) => filter[name] !== undefined || filterOpen === name)
  const close = () => openFilter(null)
  const panel = (name: (typeof FILTER_NAMES)[number]) => (
    <Popover name={say(`app.filter.${name}`)} onClose={close}>
      <h2>{say(`app.filter.${name}`)}</h2>
      <FilterEditor name={name} />
      {filter[name] !== undefined && (
        <div className="popover-foot">
          <Button small kind="quiet" onClick={() => (setFilter({ [name]: undefined }), close())}>
            {say('app.filter.remove')}
          </Button>
        </div>
      )}
    </Popover>
  )
  return (
    <ul className="filters" aria-label={say('app.filter.name')}>
      {shown.map((name) => (
        <li key={name}>
          <button type="button" className="chip" aria-expanded={filterOpen === name} onClick={() => openFilter(filterOpen === name ? null : name)}>
            <span>{say(`app.filter.${name}`)}</span> {filter[name] !== undefined && <b>{describeFilter(name, filter, say, formats)}</b>}
          </button>
          {filterOpen === name && panel(name)}
        </li>
      ))}
      <li>
        <button type="button" className="chip add" aria-haspopup="menu" aria-expanded={filterOpen === 'new'} onClick={() => openFilter(filterOpen === 'new' ? null : 'new')}>
          <Icon name="plus" />
          {say('app.filter.add')} <Key of="F" />
        </button>
        {filterOpen === 'new' && (
          <Popover name={say('app.filter.name')} menu onClose={close}>
            <ul className="popover-menu" role="none">
              {FILTER_NAMES.filter((name) => filter[name] === undefined).map((name) => (
                <li key={name} role="none">
                  <button type="button" role="menuitem" tabIndex={-1} onClick={() => openFilter(name)}>
                    {say(`app.filter.${name}`)}
                  </button>
                </li>
              ))}
            </ul>
            {set.length > 0 && (
              <div className="popover-foot" role="none">
                <button type="button" role="menuitem" tabIndex={-1} className="button small quiet" onClick={clearFilter}>
                  <span>{say('app.filter.clear')}</span>
                  <Key of="Shift+F" />
                </button>
              </div>
            )}
          </Popover>
        )}
      </li>
    </ul>
  )
}
