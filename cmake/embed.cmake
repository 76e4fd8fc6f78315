# Writes one C++ file with the probe programs and the text templates as raw string literals.
function(emit_table name folder)
  file(GLOB files RELATIVE ${folder} ${folder}/*)
  list(SORT files)
  string(APPEND body "static constexpr File k${name}[] = {\n")
  foreach(file IN LISTS files)
    file(READ ${folder}/${file} text)
    # A literal may not grow too long for the compiler; it is cut into pieces that the compiler joins again.
    string(LENGTH "${text}" length)
    set(pieces "")
    set(at 0)
    while(at LESS length)
      string(SUBSTRING "${text}" ${at} 8000 piece)
      string(APPEND pieces "R\"~emb~(${piece})~emb~\" ")
      math(EXPR at "${at} + 8000")
    endwhile()
    if(pieces STREQUAL "")
      set(pieces "\"\"")
    endif()
    string(APPEND body "    {\"${file}\", ${pieces}},\n")
  endforeach()
  string(APPEND body "    {\"\", \"\"},\n};\n\n")
  set(tables "${tables}${body}" PARENT_SCOPE)
endfunction()

set(tables "")
emit_table(Programs ${PROBES})
emit_table(Templates ${TEMPLATES})
file(WRITE ${OUT}.new "// Made by cmake/embed.cmake.
#include <cassert>
#include <string_view>
#include \"pyconfigure/probe/embedded.hpp\"
#include \"pyconfigure/render/templates.hpp\"

namespace {
struct File { std::string_view name; std::string_view text; };
${tables}
template <std::size_t N>
std::string_view find(const File (&table)[N], std::string_view name) {
  for (const File& file : table) {
    if (file.name == name) return file.text;
  }
  assert(false && \"no such embedded file\");
  return {};
}
}  // namespace

namespace pyconfigure::probe {
std::string_view embedded_program(std::string_view name) { return find(kPrograms, name); }
}
namespace pyconfigure::render {
std::string_view embedded_template(std::string_view name) { return find(kTemplates, name); }
}
")
file(RENAME ${OUT}.new ${OUT})
