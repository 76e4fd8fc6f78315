// Memory of a run that is over in a second and makes millions of small objects.
//
// Small blocks are cut from one stretch of memory, go back to a list of their size, and are never given back to the
// system. The process has one thread (docs/architecture.md, "Processes"). Whatever does not fit is malloc's.
#include <sys/mman.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>

#ifndef MAP_NORESERVE
#define MAP_NORESERVE 0
#endif

namespace {

constexpr std::size_t kStep = 16;          // blocks are multiples of it
constexpr std::size_t kLargest = 1024;     // of those that are ours
constexpr std::size_t kChunk = 64 * 1024;  // holds blocks of one size
constexpr std::size_t kStretch = sizeof(void*) < 8 ? std::size_t{1} << 26 : std::size_t{1} << 30;
constexpr std::size_t kSizes = kLargest / kStep + 1;

struct Free {
  Free* next;
};

struct Room {
  char* at = nullptr;
  char* end = nullptr;
  Free* free = nullptr;
};

struct Stretch {
  char* begin = nullptr;
  char* next = nullptr;  ///< the next chunk
  char* end = nullptr;
  bool asked = false;
  std::array<Room, kSizes> rooms{};  ///< by size
  std::array<std::uint8_t, kStretch / kChunk> sizes{};  ///< by chunk
};

constinit Stretch stretch;

bool chunk_for(std::size_t size) {
  if (!stretch.asked) {
    stretch.asked = true;
    // Only what is touched takes memory.
    void* const all = mmap(nullptr, kStretch, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (all != MAP_FAILED) {
      stretch.begin = stretch.next = static_cast<char*>(all);
      stretch.end = stretch.begin + kStretch;
    }
  }
  if (stretch.next == stretch.end) return false;
  Room& room = stretch.rooms[size];
  room.at = stretch.next;
  room.end = room.at + kChunk / (size * kStep) * (size * kStep);
  stretch.sizes[static_cast<std::size_t>(stretch.next - stretch.begin) / kChunk] = static_cast<std::uint8_t>(size);
  stretch.next += kChunk;
  return true;
}

void* take(std::size_t bytes) {
  const std::size_t size = bytes == 0 ? 1 : (bytes + kStep - 1) / kStep;
  if (size < kSizes) {
    Room& room = stretch.rooms[size];
    if (Free* const block = room.free) {
      room.free = block->next;
      return block;
    }
    if (room.at != room.end || chunk_for(size)) {
      char* const block = room.at;
      room.at += size * kStep;
      return block;
    }
  }
  return std::malloc(bytes);
}

/// (What is nothing goes to free, which knows it.)
void give_back(void* block) {
  const char* const at = static_cast<const char*>(block);
  if (at < stretch.begin || at >= stretch.end) return std::free(block);
  Room& room = stretch.rooms[stretch.sizes[static_cast<std::size_t>(at - stretch.begin) / kChunk]];
  room.free = new (block) Free{room.free};
}

}  // namespace

void* operator new(std::size_t bytes) {
  if (void* const block = take(bytes)) return block;
  throw std::bad_alloc();
}

void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept { return take(bytes); }

void operator delete(void* block) noexcept { give_back(block); }

void operator delete(void* block, std::size_t) noexcept { give_back(block); }

void operator delete(void* block, const std::nothrow_t&) noexcept { give_back(block); }
