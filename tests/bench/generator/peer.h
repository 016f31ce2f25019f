// One client: its socket, what it has to write, and what came and is not whole yet.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum stage { CONNECTING, UPGRADING, ENTERING, READY, CLOSED };

struct peer {
  int fd;
  int number; // of all
  int room;
  enum stage stage;
  bool watches_writes;
  char id[64]; // by which others name it
  struct peer *next; // whom it writes to
  char *unread;
  size_t unread_bytes;
  char *unsent;
  size_t unsent_bytes;
  char *burst; // its frames, ready to go
  size_t burst_bytes;
  size_t stamp_at; // where in a frame its time stands; 0 where it has none
  unsigned heard;
  int known; // others of its room that it was told of
};

/// Begins to connect to 127.0.0.1.
void peer_connect(struct peer *peer, int epoll, int port);
/// Writes, or keeps what the socket does not take.
void peer_write(struct peer *peer, int epoll, const char *bytes, size_t length);
/// The socket takes more.
void peer_flush(struct peer *peer, int epoll);

/// Puts one masked text frame into `out` (length + 14 bytes at most); gives its size. RFC 6455 section 5.2.
size_t frame_text(char *out, const char *text, size_t length, uint8_t opcode);
/// Where the payload begins in a frame made by frame_text.
size_t payload_at(size_t length);
extern const uint8_t MASK[4];

struct incoming {
  uint8_t opcode;
  const char *payload;
  size_t length;
  size_t size; // of the whole frame
};
/// Reads one frame of a server; false where it is not whole yet.
bool frame_read(const char *bytes, size_t length, struct incoming *frame);

__attribute__((noreturn)) void fail(const char *what);
