import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { clearCopied } from '../../../renderer/session/clipboard.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function followed() {
  const window = new EventTarget() as unknown as Window
  const written: string[] = []
  const { clear, stop } = clearCopied(window, async (text) => void written.push(text), 60_000)
  return { window, written, clear, stop }
}

describe('what was copied out of the vault', () => {
  it('is cleared a minute after the last copy, once', () => {
    const { window, written } = followed()
    window.dispatchEvent(new Event('copy'))
    vi.advanceTimersByTime(59_000)
    window.dispatchEvent(new Event('cut'))
    vi.advanceTimersByTime(59_000)
    expect(written).toEqual([])
    vi.advanceTimersByTime(2000)
    expect(written).toEqual([''])
    vi.advanceTimersByTime(600_000)
    expect(written).toEqual([''])
  })

  it('is cleared at once when the vault seals', () => {
    const { window, written, clear } = followed()
    window.dispatchEvent(new Event('copy'))
    clear()
    expect(written).toEqual([''])
  })

  it('is left alone once the window was left, where another program may have copied since, and where nothing was copied', () => {
    const { window, written, clear } = followed()
    window.dispatchEvent(new Event('copy'))
    window.dispatchEvent(new Event('blur'))
    vi.advanceTimersByTime(120_000)
    clear()
    expect(written).toEqual([])
  })
})
