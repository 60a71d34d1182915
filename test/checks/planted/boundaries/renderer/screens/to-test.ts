import { kit } from '../../test/kit.ts'
export const tested = kit
