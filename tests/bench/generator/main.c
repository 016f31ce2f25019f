// Load for one contestant: connects peers, has them write to each other in rings, one ring a room, and says in one line
// of JSON what that cost whom. Two ways to load:
//   - closed (rate 0): whoever has heard a whole burst writes one to the next of its room, so that the server is
//     saturated and nothing piles up;
//   - open (rate > 0): so many messages a second, evenly, each with its time in it; their latencies are told.
// Usage: generator DIALECT PORTS ROOMS ROOM_SIZE ACTIVE_ROOMS split|together BURST RATE WARMUP_S SECONDS DATA_FILE CORES PID...
// PORTS are separated by commas; `split` puts the peers of a room on different ones, `together` on the same. All CPU and
// memory told is of the PIDs, in their order. `foreign` is what others used of the CORES, in parts of one.
#define _GNU_SOURCE
#include "dialect.h"
#include "measure.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST_EVENTS = 512, MOST_PIDS = 16, AT_ONCE = 64, BUFFER = 1 << 20, SAY = 1 << 17, STAMP_DIGITS = 16, WARM_AFTER = 60000 };
static const char STAMP[] = "\"t\":\"";

static struct {
  const struct dialect *dialect;
  int ports[16], port_count, cores[8], core_count, rooms, room_size, active, burst, pid_count, pids[MOST_PIDS];
  bool split;
  double rate, warmup, seconds;
  char *data;
} options;

static int epoll_fd, peer_count, connected, entered, gone;
static struct peer *peers;
static uint64_t messages, measured_from;
static struct histogram latencies;
static char buffer[BUFFER], text[SAY], framed[SAY + 14];

static void say(struct peer *peer, const char *words, uint8_t opcode) {
  peer_write(peer, epoll_fd, framed, frame_text(framed, words, strlen(words), opcode));
}

static void connect_next(void) {
  if (connected == peer_count) return;
  struct peer *peer = &peers[connected++];
  int port = options.split ? peer->number : peer->room;
  peer_connect(peer, epoll_fd, options.ports[port % options.port_count]);
}

static void enter(struct peer *peer) {
  peer->stage = READY;
  entered += 1;
  connect_next();
}

static void upgrade(struct peer *peer) {
  char path[256], request[1024];
  options.dialect->path(peer, path, sizeof path);
  int length = snprintf(request, sizeof request,
                        "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
                        path);
  peer->stage = UPGRADING;
  peer_write(peer, epoll_fd, request, (size_t)length);
}

static uint64_t stamp_of(const char *words, size_t length) {
  size_t tail = length < 64 ? length : 64;
  const char *at = memmem(words + length - tail, tail, STAMP, sizeof STAMP - 1);
  return at ? strtoull(at + sizeof STAMP - 1, NULL, 10) : 0;
}

static void write_burst(struct peer *peer) { peer_write(peer, epoll_fd, peer->burst, peer->burst_bytes); }

static void hear(struct peer *peer, const struct incoming *frame) {
  if (frame->opcode == 9) {
    peer_write(peer, epoll_fd, framed, frame_text(framed, frame->payload, frame->length, 10));
    return;
  }
  if (frame->opcode == 8) fail("the server closed a connection");
  if (frame->opcode != 1 && frame->opcode != 2) return;
  switch (options.dialect->hear(peer, frame->payload, frame->length, text, sizeof text)) {
  case ENTERED:
    if (peer->stage == ENTERING) enter(peer);
    break;
  case ANSWER:
    say(peer, text, 1);
    break;
  case MESSAGE:
    messages += 1;
    if (options.rate > 0) {
      uint64_t sent = stamp_of(frame->payload, frame->length);
      if (measured_from && sent >= measured_from) histogram_add(&latencies, now_ns() - sent);
    } else if (++peer->heard == (unsigned)options.burst) {
      peer->heard = 0;
      write_burst(peer);
    }
    break;
  case LEFT:
    gone += 1;
    break;
  case NOTHING:
    break;
  }
}

static void read_from(struct peer *peer) {
  size_t have = peer->unread_bytes;
  if (have) memcpy(buffer, peer->unread, have);
  ssize_t got = recv(peer->fd, buffer + have, BUFFER - have, 0);
  if (got < 0 && errno == EAGAIN) return;
  if (got <= 0) fail("a connection ended");
  have += (size_t)got;
  size_t at = 0;
  if (peer->stage == UPGRADING) {
    char *end = memmem(buffer, have, "\r\n\r\n", 4);
    if (end && memcmp(buffer, "HTTP/1.1 101", 12) != 0) fail("an upgrade was refused");
    if (end) {
      at = (size_t)(end - buffer) + 4;
      peer->stage = ENTERING;
      options.dialect->greet(peer, text, sizeof text);
      if (text[0] == 0) enter(peer);
      else if (text[0] != ' ') say(peer, text, 1);
    }
  }
  struct incoming frame;
  while (peer->stage >= ENTERING && frame_read(buffer + at, have - at, &frame)) {
    hear(peer, &frame);
    at += frame.size;
  }
  peer->unread_bytes = have - at;
  if (peer->unread_bytes == 0) return;
  peer->unread = realloc(peer->unread, peer->unread_bytes);
  memcpy(peer->unread, buffer + at, peer->unread_bytes);
}

/// Deals with what is there, or waits for it until a time.
static void turn(uint64_t until) {
  struct epoll_event events[MOST_EVENTS];
  uint64_t now = now_ns(), wait = until > now ? until - now : 0;
  struct timespec timeout = {.tv_sec = (time_t)(wait / 1000000000u), .tv_nsec = (long)(wait % 1000000000u)};
  int count = epoll_pwait2(epoll_fd, events, MOST_EVENTS, &timeout, NULL);
  if (count < 0 && errno != EINTR) fail("epoll_pwait2");
  for (int i = 0; i < count; i++) {
    struct peer *peer = events[i].data.ptr;
    if (events[i].events & EPOLLOUT) {
      if (peer->stage == CONNECTING) upgrade(peer);
      peer_flush(peer, epoll_fd);
    }
    if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) read_from(peer);
  }
}

static void prepare(struct peer *peer) {
  options.dialect->compose(peer, options.data, text, sizeof text);
  size_t length = strlen(text);
  const char *stamp = strstr(text, STAMP);
  peer->stamp_at = stamp ? (size_t)(stamp - text) + sizeof STAMP - 1 : 0;
  size_t size = frame_text(framed, text, length, 1);
  peer->burst = malloc(size * (size_t)options.burst);
  for (int i = 0; i < options.burst; i++) memcpy(peer->burst + (size_t)i * size, framed, size);
  peer->burst_bytes = size * (size_t)options.burst;
  if (options.rate > 0) {
    if (!stamp) fail("data for a rate needs a member \"t\" of 16 digits at its end");
    peer->stamp_at += payload_at(length);
    peer->heard = (unsigned)payload_at(length); // where the mask begins to count
  }
}

static void write_stamped(struct peer *peer) {
  char digits[STAMP_DIGITS + 1];
  snprintf(digits, sizeof digits, "%016llu", (unsigned long long)now_ns());
  for (size_t i = 0; i < STAMP_DIGITS; i++) {
    size_t at = peer->stamp_at + i;
    peer->burst[at] = (char)((uint8_t)digits[i] ^ MASK[(at - peer->heard) & 3]);
  }
  write_burst(peer);
}

static void run_until(uint64_t end) {
  static uint64_t sent, next;
  int writers = options.active * options.room_size;
  uint64_t every = options.rate > 0 ? (uint64_t)(1e9 / options.rate) : 0;
  if (every && !next) next = now_ns();
  while (now_ns() < end) {
    while (every && next <= now_ns()) {
      write_stamped(&peers[sent++ % (uint64_t)writers]);
      next += every;
    }
    turn(every && next < end ? next : end);
  }
}

static void print_all(const char *name, const uint64_t *values) {
  printf(",\"%s\":[", name);
  for (int i = 0; i < options.pid_count; i++) printf("%s%llu", i ? "," : "", (unsigned long long)values[i]);
  printf("]");
}

static void sample(uint64_t *out, uint64_t (*of)(int)) {
  for (int i = 0; i < options.pid_count; i++) out[i] = of(options.pids[i]);
}

static void differences(uint64_t *after, const uint64_t *before) {
  for (int i = 0; i < options.pid_count; i++) after[i] -= before[i];
}

/// What others than the PIDs and this process have used of the cores so far, in ticks.
static uint64_t foreign_ticks(void) {
  uint64_t all = 0, ours = user_ticks(getpid());
  for (int i = 0; i < options.core_count; i++) all += core_ticks(options.cores[i]);
  for (int i = 0; i < options.pid_count; i++) ours += user_ticks(options.pids[i]);
  return all - ours;
}

static char *read_whole(const char *path) {
  FILE *file = fopen(path, "r");
  if (!file) fail(path);
  char *all = calloc(1, SAY);
  size_t length = fread(all, 1, SAY - 512, file);
  while (length && all[length - 1] == '\n') all[--length] = 0;
  fclose(file);
  return all;
}

static void read_options(int count, char **words) {
  if (count < 13) errno = 0, fail("usage: see the head of main.c");
  options.dialect = dialect_named(words[1]);
  for (char *port = strtok(words[2], ","); port; port = strtok(NULL, ",")) options.ports[options.port_count++] = atoi(port);
  options.rooms = atoi(words[3]);
  options.room_size = atoi(words[4]);
  options.active = atoi(words[5]);
  options.split = strcmp(words[6], "split") == 0;
  options.burst = atoi(words[7]);
  options.rate = atof(words[8]);
  options.warmup = atof(words[9]);
  options.seconds = atof(words[10]);
  options.data = read_whole(words[11]);
  for (char *core = strtok(words[12], ","); core && options.core_count < 8; core = strtok(NULL, ","))
    options.cores[options.core_count++] = atoi(core);
  for (int i = 13; i < count && options.pid_count < MOST_PIDS; i++) options.pids[options.pid_count++] = atoi(words[i]);
  peer_count = options.rooms * options.room_size;
}

int main(int count, char **words) {
  read_options(count, words);
  epoll_fd = epoll_create1(0);
  peers = calloc((size_t)peer_count, sizeof *peers);
  for (int i = 0; i < peer_count; i++) {
    int room = i / options.room_size, place = i % options.room_size;
    peers[i].number = i;
    peers[i].room = room;
    peers[i].next = &peers[room * options.room_size + (place + 1) % options.room_size];
  }

  uint64_t before[MOST_PIDS], after[MOST_PIDS], memory[MOST_PIDS], memory_after[MOST_PIDS];
  sample(memory, rss_kb);
  sample(before, cpu_ns);
  uint64_t begun = now_ns(), own = own_cpu_ns();
  for (int i = 0; i < AT_ONCE; i++) connect_next();
  while (entered < peer_count) {
    turn(now_ns() + 1000000000u);
    if (now_ns() - begun > 120000000000u) fail("not all peers came in within two minutes");
  }
  for (int i = 0; options.dialect->tells && i < peer_count; i++) {
    while (peers[i].known < options.room_size - 1) {
      turn(now_ns() + 1000000000u);
      if (now_ns() - begun > 150000000000u) fail("not all peers were told of the others");
    }
  }
  double connecting = (double)(now_ns() - begun) / 1e9, own_share = (double)(own_cpu_ns() - own) / 1e9 / connecting;
  sample(after, cpu_ns);
  differences(after, before);
  sample(memory_after, rss_kb);
  printf("{\"connect\":{\"peers\":%d,\"seconds\":%f,\"utilisation\":%f", peer_count, connecting, own_share);
  print_all("cpuNs", after), print_all("rssKbBefore", memory), print_all("rssKbAfter", memory_after);
  printf("}");

  if (options.seconds > 0) {
    for (int i = 0; i < options.active * options.room_size; i++) prepare(&peers[i]);
    if (options.rate <= 0)
      for (int i = 0; i < options.active * options.room_size; i++) write_burst(&peers[i]);
    // Compilers of JavaScript go by calls, not by time; but nobody waits for ever.
    uint64_t warm = now_ns(), step = (uint64_t)(options.warmup * 1e9);
    for (int i = 1; i <= 4 && (i == 1 || (options.rate <= 0 && messages < WARM_AFTER)); i++) run_until(warm + (uint64_t)i * step);
    uint64_t foreign = foreign_ticks();
    sample(before, cpu_ns);
    begun = measured_from = now_ns();
    own = own_cpu_ns();
    messages = 0;
    run_until(begun + (uint64_t)(options.seconds * 1e9));
    double seconds = (double)(now_ns() - begun) / 1e9;
    double share = (double)(own_cpu_ns() - own) / 1e9 / seconds;
    sample(after, cpu_ns);
    differences(after, before);
    printf(",\"run\":{\"messages\":%llu,\"seconds\":%f,\"utilisation\":%f", (unsigned long long)messages, seconds, share);
    printf(",\"foreign\":%f", (double)(int64_t)(foreign_ticks() - foreign) / 100 / seconds);
    print_all("cpuNs", after);
    if (latencies.count)
      printf(",\"latencyNs\":{\"p50\":%llu,\"p90\":%llu,\"p99\":%llu,\"max\":%llu}",
             (unsigned long long)histogram_at(&latencies, 0.5), (unsigned long long)histogram_at(&latencies, 0.9),
             (unsigned long long)histogram_at(&latencies, 0.99), (unsigned long long)latencies.max);
    printf("}");
  } else if (options.dialect->leave) {
    begun = now_ns();
    for (int i = 0; i < peer_count; i++) {
      options.dialect->leave(&peers[i], text, sizeof text);
      say(&peers[i], text, 1);
      while (i - gone >= AT_ONCE) turn(now_ns() + 1000000000u);
    }
    while (gone < peer_count) {
      turn(now_ns() + 1000000000u);
      if (now_ns() - begun > 120000000000u) fail("not all peers came out within two minutes");
    }
    uint64_t left[MOST_PIDS];
    sample(left, cpu_ns);
    for (int i = 0; i < options.pid_count; i++) left[i] -= before[i] + after[i];
    printf(",\"leave\":{\"seconds\":%f", (double)(now_ns() - begun) / 1e9);
    print_all("cpuNs", left);
    printf("}");
  }
  printf("}\n");
  return 0;
}
