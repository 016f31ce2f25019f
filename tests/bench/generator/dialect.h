// How each contestant is spoken to.
#pragma once
#include "peer.h"

enum heard { NOTHING, ENTERED, MESSAGE, ANSWER, LEFT };

struct dialect {
  const char *name;
  /// Whether peers are told of each other, and must not write to whom they were not told of.
  bool tells;
  /// The path of the upgrade.
  void (*path)(const struct peer *peer, char *out, size_t size);
  /// What to say once upgraded; an empty text where there is nothing to say, and the peer is ready.
  void (*greet)(const struct peer *peer, char *out, size_t size);
  /// What a text of the server's means. For ANSWER, `out` is what to say to it.
  enum heard (*hear)(struct peer *peer, const char *text, size_t length, char *out, size_t size);
  /// A message with `data`, a JSON value, to the next peer.
  void (*compose)(const struct peer *peer, const char *data, char *out, size_t size);
  /// What to say to leave the room, and to be told so; NULL where that cannot be said.
  void (*leave)(const struct peer *peer, char *out, size_t size);
};

const struct dialect *dialect_named(const char *name);
