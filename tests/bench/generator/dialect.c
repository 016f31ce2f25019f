#define _GNU_SOURCE
#include "dialect.h"
#include <stdio.h>
#include <string.h>

static bool begins(const char *text, size_t length, const char *with) {
  return length >= strlen(with) && memcmp(text, with, strlen(with)) == 0;
}

/// Copies the JSON string under a key; false where there is none.
static bool take(const char *text, size_t length, const char *key, char *out, size_t size) {
  const char *at = memmem(text, length, key, strlen(key));
  if (!at) return false;
  at += strlen(key);
  const char *end = memchr(at, '"', length - (size_t)(at - text));
  if (!end || (size_t)(end - at) >= size) return false;
  memcpy(out, at, (size_t)(end - at));
  out[end - at] = 0;
  return true;
}

// Bare: the server pairs the sockets of a room by the URL and reads nothing.

static void room_path(const struct peer *peer, char *out, size_t size) { snprintf(out, size, "/ws?room=r%d", peer->room); }
static void nothing_to_say(const struct peer *peer, char *out, size_t size) { (void)peer, (void)size, out[0] = 0; }
static enum heard bare_hear(struct peer *peer, const char *text, size_t length, char *out, size_t size) {
  (void)peer, (void)text, (void)length, (void)out, (void)size;
  return MESSAGE;
}
static void bare_compose(const struct peer *peer, const char *data, char *out, size_t size) {
  // As long as Parley's, with an id of the same length.
  snprintf(out, size, "{\"type\":\"message\",\"room\":\"r%d\",\"to\":\"0123456789012345678901\",\"data\":%s}", peer->room, data);
}

// Parley: docs/protocol.md.

static void parley_greet(const struct peer *peer, char *out, size_t size) {
  snprintf(out, size, "{\"type\":\"join\",\"room\":\"r%d\"}", peer->room);
}
static enum heard parley_hear(struct peer *peer, const char *text, size_t length, char *out, size_t size) {
  (void)out, (void)size;
  if (begins(text, length, "{\"type\":\"message\"")) return MESSAGE;
  if (begins(text, length, "{\"type\":\"otherjoin\"")) {
    peer->known += 1;
    return NOTHING;
  }
  if (begins(text, length, "{\"type\":\"joined\"")) {
    static const char ENTRY[] = "{\"id\":\"";
    const char *at = text;
    while ((at = memmem(at, length - (size_t)(at - text), ENTRY, sizeof ENTRY - 1))) at += 1, peer->known += 1;
    return take(text, length, "\"id\":\"", peer->id, sizeof peer->id) ? ENTERED : NOTHING;
  }
  if (begins(text, length, "{\"type\":\"leaved\"")) return LEFT;
  if (begins(text, length, "{\"type\":\"error\"") || begins(text, length, "{\"type\":\"full\"")) {
    fprintf(stderr, "generator: %.*s\n", (int)length, text);
    fail("the node refused");
  }
  return NOTHING;
}
static void parley_compose(const struct peer *peer, const char *data, char *out, size_t size) {
  snprintf(out, size, "{\"type\":\"message\",\"room\":\"r%d\",\"to\":\"%s\",\"data\":%s}", peer->room, peer->next->id, data);
}

static void parley_leave(const struct peer *peer, char *out, size_t size) {
  snprintf(out, size, "{\"type\":\"leave\",\"room\":\"r%d\"}", peer->room);
}

// Socket.IO: Engine.IO 4 and Socket.IO 5 over WebSocket only.

static void socketio_path(const struct peer *peer, char *out, size_t size) {
  (void)peer;
  snprintf(out, size, "/socket.io/?EIO=4&transport=websocket");
}
static enum heard socketio_hear(struct peer *peer, const char *text, size_t length, char *out, size_t size) {
  if (begins(text, length, "42")) return MESSAGE;
  if (begins(text, length, "2")) snprintf(out, size, "3");
  else if (begins(text, length, "0")) snprintf(out, size, "40");
  else if (begins(text, length, "40{") && take(text, length, "\"sid\":\"", peer->id, sizeof peer->id))
    snprintf(out, size, "420[\"join\",\"r%d\"]", peer->room);
  else return begins(text, length, "430") ? ENTERED : NOTHING;
  return ANSWER;
}
static void socketio_compose(const struct peer *peer, const char *data, char *out, size_t size) {
  snprintf(out, size, "42[\"message\",\"%s\",%s]", peer->next->id, data);
}
static void await_word(const struct peer *peer, char *out, size_t size) { (void)peer, (void)size, out[0] = ' ', out[1] = 0; }

// PeerServer: names peers by what they say they are.

static void peer_path(const struct peer *peer, char *out, size_t size) {
  snprintf(out, size, "/peerjs?key=peerjs&id=c%d&token=t%d&version=1", peer->number, peer->number);
}
static enum heard peer_hear(struct peer *peer, const char *text, size_t length, char *out, size_t size) {
  (void)out, (void)size;
  if (begins(text, length, "{\"type\":\"OPEN\"")) {
    snprintf(peer->id, sizeof peer->id, "c%d", peer->number);
    return ENTERED;
  }
  return begins(text, length, "{\"type\":\"CANDIDATE\"") ? MESSAGE : NOTHING;
}
static void peer_compose(const struct peer *peer, const char *data, char *out, size_t size) {
  snprintf(out, size, "{\"type\":\"CANDIDATE\",\"dst\":\"%s\",\"payload\":%s}", peer->next->id, data);
}

static const struct dialect DIALECTS[] = {
    {"bare", false, room_path, nothing_to_say, bare_hear, bare_compose, NULL},
    {"parley", true, room_path, parley_greet, parley_hear, parley_compose, parley_leave},
    {"socketio", false, socketio_path, await_word, socketio_hear, socketio_compose, NULL},
    {"peer", false, peer_path, await_word, peer_hear, peer_compose, NULL},
};

const struct dialect *dialect_named(const char *name) {
  for (size_t i = 0; i < sizeof DIALECTS / sizeof *DIALECTS; i++)
    if (strcmp(DIALECTS[i].name, name) == 0) return &DIALECTS[i];
  fail("unknown dialect; use bare, parley, socketio or peer");
}
