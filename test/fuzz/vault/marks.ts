/** Where the frames of a journal and the records of a key file begin and end. */
export function marksOf(bytes: Uint8Array, target: string): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [header, lengthAt, more] = target === 'journal' ? [34, 4, 40] as const : target.startsWith('keys') ? [38, 1, 13] as const : [0, 0, 0] as const
  if (header === 0) return []
  const marks: number[] = [header]
  for (let at = header; at + more <= bytes.length;) {
    at += view.getUint32(at + lengthAt, true) + more
    if (at > bytes.length) break
    marks.push(at)
  }
  return marks
}
