#include "peer.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

// Not zero: a server would leave the unmasking out, which no browser spares it.
const uint8_t MASK[4] = {0x37, 0xfa, 0x21, 0x3d};

void fail(const char *what) {
  fprintf(stderr, "generator: %s%s%s\n", what, errno ? ": " : "", errno ? strerror(errno) : "");
  exit(1);
}

static void watch(struct peer *peer, int epoll, int operation, bool writes) {
  struct epoll_event event = {.events = EPOLLIN | (writes ? EPOLLOUT : 0), .data.ptr = peer};
  if (epoll_ctl(epoll, operation, peer->fd, &event) < 0) fail("epoll_ctl");
  peer->watches_writes = writes;
}

void peer_connect(struct peer *peer, int epoll, int port) {
  peer->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (peer->fd < 0) fail("socket (raise `ulimit -n`)");
  int on = 1;
  setsockopt(peer->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (connect(peer->fd, (struct sockaddr *)&address, sizeof address) < 0 && errno != EINPROGRESS) fail("connect");
  peer->stage = CONNECTING;
  watch(peer, epoll, EPOLL_CTL_ADD, true);
}

void peer_write(struct peer *peer, int epoll, const char *bytes, size_t length) {
  if (peer->unsent_bytes == 0) {
    ssize_t written = send(peer->fd, bytes, length, MSG_NOSIGNAL);
    if (written < 0 && errno != EAGAIN) fail("send");
    if (written > 0) {
      bytes += written;
      length -= (size_t)written;
    }
  }
  if (length == 0) return;
  peer->unsent = realloc(peer->unsent, peer->unsent_bytes + length);
  if (!peer->unsent) fail("realloc");
  memcpy(peer->unsent + peer->unsent_bytes, bytes, length);
  peer->unsent_bytes += length;
  if (!peer->watches_writes) watch(peer, epoll, EPOLL_CTL_MOD, true);
}

void peer_flush(struct peer *peer, int epoll) {
  ssize_t written = peer->unsent_bytes ? send(peer->fd, peer->unsent, peer->unsent_bytes, MSG_NOSIGNAL) : 0;
  if (written < 0 && errno != EAGAIN) fail("send");
  if (written > 0) {
    peer->unsent_bytes -= (size_t)written;
    memmove(peer->unsent, peer->unsent + written, peer->unsent_bytes);
  }
  if (peer->unsent_bytes == 0 && peer->watches_writes) watch(peer, epoll, EPOLL_CTL_MOD, false);
}

size_t payload_at(size_t length) { return length < 126 ? 6 : length < 65536 ? 8 : 14; }

size_t frame_text(char *out, const char *text, size_t length, uint8_t opcode) {
  uint8_t *bytes = (uint8_t *)out;
  size_t at = payload_at(length);
  bytes[0] = 0x80 | opcode;
  if (at == 6) {
    bytes[1] = (uint8_t)(0x80 | length);
  } else if (at == 8) {
    bytes[1] = 0x80 | 126;
    bytes[2] = (uint8_t)(length >> 8);
    bytes[3] = (uint8_t)length;
  } else {
    bytes[1] = 0x80 | 127;
    for (int i = 0; i < 8; i++) bytes[2 + i] = (uint8_t)(length >> (56 - 8 * i));
  }
  memcpy(bytes + at - 4, MASK, 4);
  for (size_t i = 0; i < length; i++) bytes[at + i] = (uint8_t)text[i] ^ MASK[i & 3];
  return at + length;
}

bool frame_read(const char *bytes, size_t length, struct incoming *frame) {
  const uint8_t *raw = (const uint8_t *)bytes;
  if (length < 2) return false;
  size_t at = 2, size = raw[1] & 0x7f;
  if (size == 126) {
    if (length < 4) return false;
    size = (size_t)raw[2] << 8 | raw[3];
    at = 4;
  } else if (size == 127) {
    if (length < 10) return false;
    size = 0;
    for (int i = 2; i < 10; i++) size = size << 8 | raw[i];
    at = 10;
  }
  if (length < at + size) return false;
  *frame = (struct incoming){.opcode = raw[0] & 0x0f, .payload = bytes + at, .length = size, .size = at + size};
  return true;
}
