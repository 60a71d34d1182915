/**
 * A long calculation as steps: it yields the share that is done (0 to 1) and answers its result. The same steps run
 * through at once in a test, or a slice at a time in a worker that must hear "stop".
 */
export type Steps<T> = Generator<number, T, void>

/** Runs steps to the end without a pause. */
export function runThrough<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

export interface StepOptions {
  readonly signal?: AbortSignal | undefined
  /** Share done, 0 to 1. */
  readonly onShare?: ((share: number) => void) | undefined
}

/**
 * Runs steps in slices of about 40 ms, letting other messages in between.
 * @throws the signal's reason where it was aborted
 */
export async function runInSlices<T>(steps: Steps<T>, { signal, onShare }: StepOptions = {}): Promise<T> {
  let pause = performance.now() + 40
  for (;;) {
    signal?.throwIfAborted()
    const step = steps.next()
    if (step.done) {
      onShare?.(1)
      return step.value
    }
    if (performance.now() >= pause) {
      onShare?.(step.value)
      await nextTurn()
      pause = performance.now() + 40
    }
  }
}

/** Lets the messages that wait be heard; a message channel, because timers are throttled in hidden windows. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}
