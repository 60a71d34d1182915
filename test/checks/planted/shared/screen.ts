// Planted: shared code that reaches for a screen, the network, the machine and the log.
export const width = (): number => window.innerWidth
export const title = (): string => document.title
export const ask = (): Promise<unknown> => fetch('/')
export const place = (): string => process.cwd()
export const kept = (): unknown => localStorage
export const told = (): void => console.log('told')
