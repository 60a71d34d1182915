import sodium from 'libsodium-wrappers-sumo'
export const seal = sodium
