// This hub offers no copy for reading without a network. A device that has kept an older hub asks for this file once a day, and is
// freed by it: the copy goes, and the worker with it.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("almoner-")) await caches.delete(name);
  await self.registration.unregister();
})()));
