/**
 * The page's policy (`require-trusted-types-for 'script'`) lets no text become a script or HTML. The one thing that
 * is let through is the address of a worker, if it is one of our own files. Imported for its effect by
 * `platform-link.ts`, which every thread that starts workers loads first.
 */
interface PolicyFactory {
  readonly defaultPolicy: unknown
  createPolicy(name: 'default', rules: { createScriptURL(address: string): string }): unknown
}

const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes
if (factory && !factory.defaultPolicy) {
  factory.createPolicy('default', {
    createScriptURL: (address) => {
      if (new URL(address, location.href).origin !== location.origin) throw new TypeError('a script from elsewhere')
      return address
    },
  })
}
