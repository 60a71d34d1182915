import type { Page } from 'playwright-core'

/**
 * What of a screen a person cannot get at, one sentence each; empty when all of it can be reached. Each thing that
 * takes a press or a key is scrolled to: then it must stand whole inside the window and everything that clips it,
 * with nothing over it and its words inside it. Words alone must not be cut off, except where an ellipsis says so.
 */
export function outOfReach(page: Page, within = 'body'): Promise<string[]> {
  return page.evaluate((root) => {
    const SLACK = 1.5
    const found: string[] = []
    const name = (element: Element) => `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} "${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}"`
    const clips = (value: string) => value !== 'visible'
    /** The part of a rectangle that nothing around the element cuts off. */
    const left = (element: Element, { left: x0, top: y0, right: x1, bottom: y1 }: DOMRect) => {
      const box = { x0: Math.max(x0, 0), y0: Math.max(y0, 0), x1: Math.min(x1, innerWidth), y1: Math.min(y1, innerHeight) }
      for (let around = element.parentElement; around; around = around.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(around)
        const edge = around.getBoundingClientRect()
        if (clips(overflowX)) Object.assign(box, { x0: Math.max(box.x0, edge.left), x1: Math.min(box.x1, edge.right) })
        if (clips(overflowY)) Object.assign(box, { y0: Math.max(box.y0, edge.top), y1: Math.min(box.y1, edge.bottom) })
      }
      return box
    }
    const scope = document.querySelector(root)!
    const drawn = (element: Element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('[inert], .aside-only, .print-only')

    for (const pressed of scope.querySelectorAll('button, a[href], input:not([type=file]), select, textarea, iframe, [tabindex="0"]')) {
      // A radio of a row of choices is drawn as its words.
      const element = pressed.matches('.choice input') ? pressed.closest('label')! : pressed
      if (!drawn(element)) continue
      element.scrollIntoView({ block: 'center', inline: 'center' })
      const box = element.getBoundingClientRect()
      const seen = left(element, box)
      const width = seen.x1 - seen.x0
      const height = seen.y1 - seen.y0
      const large = box.width > 200 && box.height > 120
      if (large ? width < 120 || height < 80 : width < box.width - SLACK || height < box.height - SLACK) {
        found.push(`${name(element)} is cut off: ${Math.round(width)} of ${Math.round(box.width)} by ${Math.round(height)} of ${Math.round(box.height)} px`)
        continue
      }
      const points = [0.1, 0.3, 0.5, 0.7, 0.9].flatMap((down) => [0.1, 0.3, 0.5, 0.7, 0.9].map((along) => [seen.x0 + width * along, seen.y0 + height * down] as const))
      // The button in a field that shows what is typed, and a field's own icon, are parts of it.
      const field = element.matches('input') ? element.closest('.pass-input, .place-input') : null
      const over = points.map(([x, y]) => document.elementFromPoint(x, y)).filter((hit) => hit && !element.contains(hit) && !hit.contains(element) && !field?.contains(hit) && !hit.matches('.map-labels, .map-labels *'))
      // A map has its legend and tools over it; anything else stands free.
      if (over.length > (large ? points.length / 2 : 0)) found.push(`${name(element)} is covered by ${name(over[0]!)}`)
    }

    const walker = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT)
    const range = document.createRange()
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement!
      if (!node.textContent?.trim() || element.closest('svg, option, style, script') || !drawn(element)) continue
      range.selectNodeContents(node)
      const words = range.getBoundingClientRect()
      const button = element.closest('button, .tag, .tlp, .grade, .sealed, kbd')
      if (button) {
        const box = button.getBoundingClientRect()
        if (!ellipsis(element, button) && (words.left < box.left - SLACK || words.right > box.right + SLACK || words.bottom > box.bottom + 3 || words.top < box.top - 3)) found.push(`${name(button)}: its words stand out of it`)
      }
      for (let around: Element | null = element; around && around !== document.body; around = around.parentElement) {
        const style = getComputedStyle(around)
        if (style.textOverflow === 'ellipsis' || style.overflowX === 'auto' || style.overflowX === 'scroll' || style.webkitLineClamp !== 'none') break
        const edge = around.getBoundingClientRect()
        if (clips(style.overflowX) && (words.left < edge.left - SLACK || words.right > edge.right + SLACK)) {
          found.push(`"${node.textContent.trim().slice(0, 40)}" is cut off by ${name(around)}`)
          break
        }
      }
    }
    function ellipsis(from: Element, to: Element): boolean {
      for (let each: Element | null = from; each; each = each.parentElement) {
        if (getComputedStyle(each).textOverflow === 'ellipsis') return true
        if (each === to) return false
      }
      return false
    }
    for (const scroller of [document.documentElement, document.body, scope.querySelector('.work')]) {
      if (scroller && scroller.scrollWidth > scroller.clientWidth + 1) found.push(`${name(scroller).split('"')[0]}scrolls sideways: ${scroller.scrollWidth} in ${scroller.clientWidth} px`)
    }
    return [...new Set(found)]
  }, within)
}
