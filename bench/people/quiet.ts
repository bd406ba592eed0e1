/** To be imported first: LiveKit's client for Node writes down every step unless it is in production. */
process.env.NODE_ENV = 'production'
