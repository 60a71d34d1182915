/** pdf.js ships no types for its worker; we only hand the module on to pdf.js itself. */
declare module 'pdfjs-dist/legacy/build/pdf.worker.mjs' {
  export const WorkerMessageHandler: unknown
}
