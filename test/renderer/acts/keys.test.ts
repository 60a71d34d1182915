import { describe, expect, it } from 'vitest'
import type { Act } from '../../../renderer/acts/act.ts'
import { digitOf, matchKeys, strokeOf, worksWhileTyping, writtenStroke } from '../../../renderer/acts/keys.ts'
import { navigationActs } from '../../../renderer/acts/navigation.ts'
import { TIP_ACTS } from '../../../renderer/acts/tips.ts'
import { WINDOW_ACTS } from '../../../renderer/acts/window.ts'
import { HISTORY_ACTS } from '../../../renderer/acts/history.ts'

const stroke = (key: string, more: Partial<KeyboardEvent> = {}) => writtenStroke(strokeOf({ key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more }))
const act = (name: string, ...keys: string[]): Act => ({ name, keys, title: { key: name }, icon: 'x', group: 'anywhere', possible: () => true, run: () => undefined })

describe('a key stroke', () => {
  it('is written the same with and without Caps Lock', () => {
    expect(stroke('z')).toBe('Z')
    expect(stroke('Z', { shiftKey: true })).toBe('Shift+Z')
    expect(stroke('Z')).toBe('Z')
  })
  it('takes a sign as it is, though it needs Shift', () => {
    expect(stroke('?', { shiftKey: true })).toBe('?')
  })
  it('means the same with Command as with Control', () => {
    expect(stroke('k', { metaKey: true })).toBe('Ctrl+K')
  })
  it('means the letter on the key where the keyboard writes Arabic', () => {
    expect(stroke('ؤ', { code: 'KeyC' })).toBe('C')
    expect(stroke('؟', { code: 'Slash', shiftKey: true })).toBe('?')
    expect(stroke('٣')).toBe('3')
  })
  it('keeps a letter of another Latin layout', () => {
    expect(stroke('a', { code: 'KeyQ' })).toBe('A')
  })
})

describe('a digit', () => {
  it('is read in Latin and in Arabic-Indic, and nothing else is one', () => {
    expect(['1', '٩', '0', 'a', 'F1', ''].map((key) => digitOf({ key }))).toEqual([1, 9, 0, null, null, null])
  })
})

describe('while text is typed', () => {
  it('only function keys and Control act, and what edits text stays with the text', () => {
    expect(['F2', 'F12', 'Ctrl+K', 'Ctrl+L', 'Alt+1'].every(worksWhileTyping)).toBe(true)
    expect(['Z', 'J', '?', 'Shift+Z', 'Enter', 'Ctrl+Z', 'Ctrl+Shift+Z', 'Ctrl+C', 'Ctrl+V', 'Ctrl+A', 'Ctrl+X'].some(worksWhileTyping)).toBe(false)
  })
})

describe('a sequence', () => {
  const acts = [act('map', 'G M'), act('tips', 'G I'), act('import', 'I')]
  it('waits for its second key, and the first alone is no act', () => {
    expect(matchKeys(acts, '', 'G')).toEqual({ act: null, more: true })
    expect(matchKeys(acts, 'G', 'I').act?.name).toBe('tips')
  })
  it('leaves the same letter its own meaning outside the sequence', () => {
    expect(matchKeys(acts, '', 'I').act?.name).toBe('import')
  })
  it('ends in nothing where the second key is none of its own', () => {
    expect(matchKeys(acts, 'G', 'Q')).toEqual({ act: null, more: false })
  })
})

describe('the acts of the window', () => {
  const all = [...TIP_ACTS, ...WINDOW_ACTS, ...HISTORY_ACTS]
  it('have each a name and a key of their own', () => {
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
    const keys = all.flatMap((each) => each.keys)
    expect(new Set(keys).size).toBe(keys.length)
  })
  it('are reached where the rules put them', () => {
    const keyOf = (name: string) => all.find((each) => each.name === name)?.keys[0]
    expect({ search: keyOf('search'), call: keyOf('record-call'), filter: keyOf('filter'), undo: keyOf('undo'), redo: keyOf('redo'), seal: keyOf('seal-vault'), keys: keyOf('show-keys'), grade: keyOf('grade-tip'), aside: keyOf('set-aside') }).toEqual({
      search: 'Ctrl+K', call: 'F2', filter: 'F', undo: 'Z', redo: 'Shift+Z', seal: 'Ctrl+L', keys: '?', grade: 'A', aside: 'E',
    })
  })
  it('go to a screen by G and its letter, and to none without a letter', () => {
    const screen = { title: { key: 'app.screen.tips' }, icon: 'inbox', rail: 'work', bar: 'filters', inspector: true, component: () => null } as const
    expect(navigationActs([{ ...screen, id: 'tips', letter: 'I' }, { ...screen, id: 'import', letter: null }]).map(({ name, keys }) => [name, ...keys])).toEqual([['go-tips', 'G I']])
  })
})
