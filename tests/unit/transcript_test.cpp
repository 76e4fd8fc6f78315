// Events as text on the two streams.
#include "app/transcript.hpp"

#include <gtest/gtest.h>

namespace pyconfigure::app {
namespace {

using Kind = decide::Event::Kind;
using Events = std::vector<decide::Event>;

std::vector<report::Piece> shown(const Events& events, std::size_t first = 0) {
  return transcript(events, first, "configure");
}

std::string only_text(const Events& events) {
  std::string text;
  for (const report::Piece& piece : shown(events)) text += piece.text;
  return text;
}

TEST(Transcript, AQuestionAndItsResultAreOneLine) {
  EXPECT_EQ(only_text({{Kind::checking, "for fork", nullptr}, {Kind::result, "yes", nullptr}}),
            "checking for fork... yes\n");
}

TEST(Transcript, CachedStandsBetween) {
  EXPECT_EQ(
      only_text({{Kind::checking, "for fork", nullptr}, {Kind::cached, "", nullptr}, {Kind::result, "no", nullptr}}),
      "checking for fork... (cached) no\n");
}

TEST(Transcript, AnEmptyResultStillEndsTheLine) {
  EXPECT_EQ(only_text({{Kind::checking, "EXPORTSYMS", nullptr}, {Kind::result, "", nullptr}}),
            "checking EXPORTSYMS... \n");
}

TEST(Transcript, AQuestionWithoutResultLeavesTheLineOpen) {
  EXPECT_EQ(only_text({{Kind::checking, "A", nullptr}, {Kind::checking, "B", nullptr}, {Kind::result, "c", nullptr}}),
            "checking A... checking B... c\n");
}

TEST(Transcript, MessagesBeginWithTheName) {
  EXPECT_EQ(only_text({{Kind::notice, "creating Makefile", nullptr}}), "configure: creating Makefile\n");
  EXPECT_EQ(only_text({{Kind::warning, "odd", nullptr}}), "configure: WARNING: odd\n");
  EXPECT_EQ(only_text({{Kind::error, "no way", nullptr}}), "configure: error: no way\n");
}

TEST(Transcript, MessagesThatBeginWithALineBreakHaveNoBlank) {
  EXPECT_EQ(only_text({{Kind::notice, "\n\n  By the way\n", nullptr}}), "configure:\n\n  By the way\n\n");
  EXPECT_EQ(only_text({{Kind::warning, "\nlook", nullptr}}), "configure: WARNING:\nlook\n");
}

TEST(Transcript, StreamsChangeWhereTheKindDoes) {
  const std::vector<report::Piece> pieces = shown({{Kind::checking, "A", nullptr},
                                                   {Kind::warning, "w", nullptr},
                                                   {Kind::err, "raw", nullptr},
                                                   {Kind::result, "yes", nullptr},
                                                   {Kind::out, "text", nullptr}});
  ASSERT_EQ(pieces.size(), 3U);
  EXPECT_FALSE(pieces[0].to_stderr);
  EXPECT_TRUE(pieces[1].to_stderr);
  EXPECT_EQ(pieces[1].text, "configure: WARNING: w\nraw");
  EXPECT_EQ(pieces[2].text, "yes\ntext");
}

TEST(Transcript, TheLogsEventsAreNotShown) {
  EXPECT_TRUE(shown({{Kind::log, "found /bin/cc", nullptr}, {Kind::probe, "", nullptr}}).empty());
}

TEST(Transcript, CanGoOnFromAnEvent) {
  const Events events = {{Kind::notice, "a", nullptr}, {Kind::notice, "b", nullptr}};
  ASSERT_EQ(shown(events, 1).size(), 1U);
  EXPECT_EQ(shown(events, 1)[0].text, "configure: b\n");
  EXPECT_TRUE(shown(events, 2).empty());
}

TEST(Transcript, SilenceKeepsErrors) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  report::print({{false, "out\n"}, {true, "err\n"}}, true);
  report::print({{false, "heard\n"}}, false);
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "heard\n");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "err\n");
}

}  // namespace
}  // namespace pyconfigure::app
