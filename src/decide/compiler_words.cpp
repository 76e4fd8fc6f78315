// configure.ac: the two questions that it asks $CPP with a here-document (CC compiler name, Android API level).
#include "compiler_words.hpp"

#include "autoconf.hpp"
#include "pyconfigure/base/text.hpp"
#include "pyconfigure/probe/embedded.hpp"
#include "pyconfigure/tree/checkout.hpp"

namespace pyconfigure::decide {

CompilerWords compiler_words(Context& c, std::string_view likely) {
  constexpr std::string_view kAndroid = "android ";
  const std::string script = shell_variables(c, {"CPP", "CPPFLAGS"}) +
                             "$CPP $CPPFLAGS conftest.c >pyconf.words 2>/dev/null || exit 1\n"
                             "grep -v '^#' pyconf.words | grep -v -e '^ *$' -e '^android_api = ' -e '^arm_arch = ' | tr -d ' \t'\n"
                             "if grep '^android_api = ' pyconf.words >/dev/null; then\n"
                             "  api=`sed -n -e '/__ANDROID_API__/d' -e 's/^android_api = //p' pyconf.words`\n"
                             "  arm=`sed -n -e '/__ARM_ARCH/d' -e 's/^arm_arch = //p' pyconf.words`\n"
                             "  printf 'android %s:%s\\n' \"$api\" \"$arm\"\n"
                             "fi\n";
  std::string text;
  // Older trees take emcc for the clang that it is.
  if (!c.checkout().says("#if defined(__EMSCRIPTEN__)\n  emcc\n")) text = "#undef __EMSCRIPTEN__\n";
  text += probe::embedded_program("compiler_words.c");
  const Outcome left = c.command(script, likely, {{"conftest.c", text}});
  CompilerWords words;
  if (!left.ok) return words;
  base::each_line(left.output, [&](std::string_view line) {
    if (line.starts_with(kAndroid)) {
      words.android = line.substr(kAndroid.size());
    } else {
      words.name += (words.name.empty() ? "" : "\n") + std::string(line);
    }
  });
  return words;
}

}  // namespace pyconfigure::decide
