import { WebSocketServer } from 'ws'
export const server = WebSocketServer
