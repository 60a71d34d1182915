// Loaded before every script (`node --import`): sources are TypeScript, which this Node must run as it is.
const wanted = 24
if (Number(process.versions.node.split('.')[0]) < wanted) {
  console.error(`Vigil's scripts need the Node ${wanted} that "npm ci" installs with it; this is ${process.version}.`)
  console.error('Run "npm ci" in this folder, without --ignore-scripts, and start scripts with "npm run".')
  process.exit(1)
}
