import { useImperativeHandle, useLayoutEffect, useRef, type Ref, type RefObject } from 'react'

/**
 * Keeps what is typed in a field as the field's value and nowhere else: a controlled field of React's carries it in its markup
 * too, masked or not, where a saved page or another program's look at the document finds it. The field gets the ref and no `value`.
 */
export function useSecretValue<Field extends HTMLInputElement | HTMLTextAreaElement>(value: string, outer?: Ref<Field>): RefObject<Field | null> {
  const field = useRef<Field>(null)
  useLayoutEffect(() => {
    if (field.current && field.current.value !== value) field.current.value = value
  }, [value])
  useImperativeHandle(outer, () => field.current!, [])
  return field
}
