import solver from 'highs'
export const solve = solver
