// loaded into a service that is served while it is worked on: it ends with whoever has started it, however that ends
process.on('disconnect', () => process.exit())
process.channel?.unref()
