/**
 * Our own lint rules. oxlint runs them by ESLint's interface; only the parts used here are typed.
 */
interface Node { readonly type: string; readonly [key: string]: unknown }
interface Context { report(finding: { node: Node; message: string }): void }
type Visitor = Readonly<Record<string, (node: never) => void>>
interface Rule { create(context: Context): Visitor }

interface JsxName { readonly type: string; readonly name?: string }
interface JsxAttribute extends Node { readonly name: JsxName; readonly value: { readonly type: string; readonly value?: unknown } | null }
interface JsxOpening extends Node { readonly name: JsxName; readonly attributes: readonly (JsxAttribute | Node)[] }
interface Member extends Node { readonly property: { readonly type: string; readonly name?: string; readonly value?: unknown } }

const REMEMBERED = new Set(['input', 'textarea', 'select'])

/** Chromium writes what is typed into other controls to its session files, in clear. */
const autocompleteOff: Rule = {
  create: (context) => ({
    JSXOpeningElement(node: JsxOpening) {
      if (node.name.type !== 'JSXIdentifier' || !REMEMBERED.has(node.name.name ?? '')) return
      const off = node.attributes.some((attribute) => attribute.type === 'JSXAttribute' && (attribute as JsxAttribute).name.name === 'autoComplete' && (attribute as JsxAttribute).value?.value === 'off')
      if (!off) context.report({ node, message: `<${node.name.name}> needs autoComplete="off": the browser would write what is typed to its own files.` })
    },
  }),
}

const HTML_SINKS = new Set(['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'createContextualFragment', 'setHTMLUnsafe'])

/** Content from data is only ever a text node. */
const noHtmlFromText: Rule = {
  create: (context) => ({
    JSXAttribute(node: JsxAttribute) {
      if (node.name.name === 'dangerouslySetInnerHTML') context.report({ node, message: 'No HTML from text: content is only ever a text node.' })
    },
    MemberExpression(node: Member) {
      const name = node.property.type === 'Identifier' ? node.property.name : node.property.value
      if (typeof name === 'string' && HTML_SINKS.has(name)) context.report({ node, message: `No ${name}: content is only ever a text node.` })
    },
  }),
}

interface Import extends Node { readonly source: { readonly value: unknown }; readonly specifiers: readonly (Node & { readonly imported?: { readonly name?: string } })[] }
const NODE_CIPHERS = /^(create(Cipher|Decipher|Sign|Verify)|(public|private)(Encrypt|Decrypt)|sign$|verify$|scrypt|pbkdf2|hkdf|argon2|generateKey|diffieHellman|createDiffieHellman|createECDH|webcrypto|subtle)/

/** Ciphers have one door, shared/vault and shared/exchange (the settings name who may). Plain hashes, random bytes and comparisons are free. */
const oneDoorForCiphers: Rule = {
  create: (context) => ({
    MemberExpression(node: Member) {
      const name = node.property.type === 'Identifier' ? node.property.name : node.property.value
      // A digest is no cipher.
      if (name === 'subtle' && (node.parent as Member | undefined)?.type === 'MemberExpression' && (node.parent as Member).property.name === 'digest') return
      if (name === 'subtle' || name === 'webcrypto') context.report({ node, message: 'Ciphers only in shared/vault and shared/exchange.' })
    },
    ImportDeclaration(node: Import) {
      if (node.source.value !== 'node:crypto' && node.source.value !== 'crypto') return
      for (const specifier of node.specifiers) {
        if (specifier.type !== 'ImportSpecifier' || NODE_CIPHERS.test(specifier.imported?.name ?? '')) context.report({ node: specifier, message: 'Ciphers only in shared/vault and shared/exchange; name what you import of node:crypto.' })
      }
    },
  }),
}

export default { meta: { name: 'vigil' }, rules: { 'autocomplete-off': autocompleteOff, 'no-html-from-text': noHtmlFromText, 'one-door-for-ciphers': oneDoorForCiphers } }
