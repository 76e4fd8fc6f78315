// The allocator of a run (src/app/memory.cpp), which this program is linked with, too.
#include <gtest/gtest.h>

#include <cstring>
#include <new>
#include <vector>

namespace {

TEST(Memory, BlocksOfAllSizesKeepToThemselves) {
  struct Block {
    char* at;
    std::size_t size;
  };
  std::vector<Block> blocks;
  for (int round = 0; round < 3; ++round) {
    for (std::size_t size = 0; size < 1200; size += 7) {
      char* const at = static_cast<char*>(::operator new(size));
      ASSERT_EQ(reinterpret_cast<std::uintptr_t>(at) % __STDCPP_DEFAULT_NEW_ALIGNMENT__, 0U) << size;
      std::memset(at, static_cast<int>(blocks.size() % 251), size);
      blocks.push_back({at, size});
    }
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      for (std::size_t at = 0; at < blocks[i].size; ++at) {
        ASSERT_EQ(static_cast<unsigned char>(blocks[i].at[at]), i % 251) << blocks[i].size;
      }
    }
    // Some go, with their size and without it; the rest has to stay as it is.
    std::vector<Block> kept;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      if (i % 3 == 0) ::operator delete(blocks[i].at);
      if (i % 3 == 1) ::operator delete(blocks[i].at, blocks[i].size);
      if (i % 3 == 2) kept.push_back(blocks[i]);
    }
    for (std::size_t i = 0; i < kept.size(); ++i) std::memset(kept[i].at, static_cast<int>(i % 251), kept[i].size);
    blocks = std::move(kept);
  }
  for (const Block& block : blocks) ::operator delete(block.at);
}

TEST(Memory, ABlockThatWasGivenBackIsUsedAgain) {
  void* const first = ::operator new(40);
  ::operator delete(first);
  void* const again = ::operator new(33);
  EXPECT_EQ(again, first) << "of the same step";
  ::operator delete(again);
  void* const larger = ::operator new(49);
  EXPECT_NE(larger, first);
  ::operator delete(larger);
}

TEST(Memory, AllThatCannotBeHadIsRefused) {
  EXPECT_THROW(static_cast<void>(::operator new(static_cast<std::size_t>(-1) / 2)), std::bad_alloc);
  EXPECT_EQ(::operator new(static_cast<std::size_t>(-1) / 2, std::nothrow), nullptr);
}

}  // namespace
