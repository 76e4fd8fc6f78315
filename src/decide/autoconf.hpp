// The macros of autoconf, autoconf-archive and pkg.m4 that configure.ac is written in, as functions of the context.
// Same messages, same cache variables, same side effects on variables and confdefs.h as the expanded macros.
// Autoconf's manual, chapter "Existing Tests"; pkg-config's pkg.m4; autoconf-archive's pages.
#pragma once

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "pyconfigure/base/text.hpp"
#include "pyconfigure/decide/context.hpp"

namespace pyconfigure::decide {

using Names = std::initializer_list<std::string_view>;

/// What the shell that runs the tree's script says of a statement with an unquoted variable that is empty.
void shell_complaint(Context& c, std::string_view statement, std::string_view complaint);


/// Was the tree's configure made by an autoconf older than `version` ("2.70")? Messages, header checks and the order of
/// standard tests follow the generation of autoconf.
bool autoconf_before(const Context& c, std::string_view version);
/// What main is declared with in test programs: `()` up to autoconf 2.69, which matters to -Wstrict-prototypes.
std::string main_parameters(const Context& c);
/// $ac_includes_default as this run has it.
const std::string& default_includes(Context& c);
/// AS_TR_SH and AS_TR_CPP: names of shell variables and of macros (`sys/stat.h` -> sys_stat_h, SYS_STAT_H).
std::string tr_sh(std::string_view text);
std::string tr_cpp(std::string_view text);
/// The fields that the shell splits an unquoted variable into.
using base::words;
/// `NAME='value'` lines, to stand before the text of a command that uses the variables as configure's own text does
/// (unquoted, so that the shell splits them: `$CC $CFLAGS conftest.c`).
std::string shell_variables(const Context& c, Names names);
/// What configure writes as conftest.c before running the compiler by hand: confdefs.h, then `text`.
probe::ScratchFile conftest(const Context& c, std::string_view text, std::string_view name = "conftest.c");

// --- functions (autoconf/functions.cpp) -------------------------------------------------------------------------------
bool check_func(Context& c, std::string_view function);            ///< AC_CHECK_FUNC
bool check_funcs(Context& c, Names functions);                     ///< AC_CHECK_FUNCS: defines HAVE_F; true if the last is there
void check_funcs(Context& c, Names functions, const std::function<void()>& if_found,
                 const std::function<void()>& if_not = {});        ///< actions run for each function
/// PY_CHECK_FUNC: does `void *x = FUNCTION` compile under INCLUDES? Defines MACRO (HAVE_FUNCTION when empty).
bool py_check_func(Context& c, std::string_view function, std::string_view includes, std::string_view macro = {});
void replace_funcs(Context& c, Names functions);                   ///< AC_REPLACE_FUNCS: LIBOBJS

// --- headers (autoconf/headers.cpp) -----------------------------------------------------------------------------------
bool check_header(Context& c, std::string_view header);                                  ///< AC_CHECK_HEADER
bool check_header(Context& c, std::string_view header, std::string_view includes);
bool check_headers(Context& c, Names headers);                                           ///< AC_CHECK_HEADERS
bool check_headers(Context& c, Names headers, std::string_view includes);
void check_headers(Context& c, Names headers, const std::function<void()>& if_found,
                   const std::function<void()>& if_not = {});                            ///< actions run for each header
void check_headers(Context& c, Names headers, std::string_view includes, const std::function<void()>& if_found,
                   const std::function<void()>& if_not = {});
/// AC_EGREP_HEADER: does a line that the preprocessor makes of `header` match the pattern?
bool egrep_header(Context& c, std::string_view pattern, std::string_view header);
/// AC_EGREP_CPP: the same for the lines that it makes of `text`.
bool egrep_cpp(Context& c, std::string_view pattern, std::string_view text, bool guess = true);
void header_dirent(Context& c);                                                          ///< AC_HEADER_DIRENT
void header_major(Context& c);                                                           ///< AC_HEADER_MAJOR

// --- libraries (autoconf/libraries.cpp) -------------------------------------------------------------------------------
/// AC_CHECK_LIB with actions of the caller's: only tells.
bool check_lib(Context& c, std::string_view library, std::string_view function, std::string_view other_libs = {});
/// AC_CHECK_LIB with its default action: HAVE_LIBX and LIBS="-lX $LIBS".
bool check_lib_use(Context& c, std::string_view library, std::string_view function, std::string_view other_libs = {});
/// PY_CHECK_LIB: like check_lib with actions that may change LIBS; LIBS is put back afterwards.
void py_check_lib(Context& c, std::string_view library, std::string_view function, const std::function<void()>& if_found,
                  const std::function<void()>& if_not = {}, std::string_view other_libs = {});
/// AC_SEARCH_LIBS: ac_cv_search_F becomes `none required`, `-lX` or `no`; the library goes to the front of LIBS.
bool search_libs(Context& c, std::string_view function, Names libraries, std::string_view other_libs = {});

// --- declarations, types, members, sizes (autoconf/types.cpp) ---------------------------------------------------------
bool check_decl(Context& c, std::string_view symbol);                                    ///< AC_CHECK_DECL
bool check_decl(Context& c, std::string_view symbol, std::string_view includes);
void check_decls(Context& c, Names symbols, std::string_view includes);                  ///< AC_CHECK_DECLS: HAVE_DECL_X 1 or 0
bool check_type(Context& c, std::string_view type);                                      ///< AC_CHECK_TYPE, new form
bool check_type(Context& c, std::string_view type, std::string_view includes);
bool check_types(Context& c, Names types);                                               ///< AC_CHECK_TYPES: HAVE_T
bool check_types(Context& c, Names types, std::string_view includes);
bool check_member(Context& c, std::string_view aggregate, std::string_view member);      ///< AC_CHECK_MEMBER
bool check_member(Context& c, std::string_view aggregate, std::string_view member, std::string_view includes);
bool check_members(Context& c, Names members);                                           ///< AC_CHECK_MEMBERS: "struct stat.st_rdev"
bool check_members(Context& c, Names members, std::string_view includes);
void check_sizeof(Context& c, std::string_view type);                                    ///< AC_CHECK_SIZEOF
void check_sizeof(Context& c, std::string_view type, std::string_view includes);
void check_alignof(Context& c, std::string_view type);                                   ///< AC_CHECK_ALIGNOF
void type_pid_t(Context& c);                                                             ///< AC_TYPE_PID_T
void type_mode_t(Context& c);
void type_off_t(Context& c);
void type_size_t(Context& c);
void type_uid_t(Context& c);
void type_long_double(Context& c);
void c_const(Context& c);                                                                ///< AC_C_CONST
void struct_tm(Context& c);                                                              ///< AC_STRUCT_TM
void struct_timezone(Context& c);                                                        ///< AC_STRUCT_TIMEZONE
void c_bigendian(Context& c);                                                            ///< AC_C_BIGENDIAN

// --- programs (autoconf/programs.cpp) ---------------------------------------------------------------------------------
/// AC_CHECK_PROG(VARIABLE, PROGRAM, VALUE_IF_FOUND, VALUE_IF_NOT, PATH, REJECT).
void check_prog(Context& c, std::string_view variable, std::string_view program, std::string_view value_if_found,
                std::string_view value_if_not = {}, std::string_view path = {}, std::string_view reject = {});
void check_progs(Context& c, std::string_view variable, const std::vector<std::string>& programs,
                 std::string_view value_if_not = {}, std::string_view path = {});        ///< AC_CHECK_PROGS
void check_tool(Context& c, std::string_view variable, std::string_view program, std::string_view value_if_not = {},
                std::string_view path = {});                                             ///< AC_CHECK_TOOL
void check_tools(Context& c, std::string_view variable, const std::vector<std::string>& programs,
                 std::string_view value_if_not = {}, std::string_view path = {});        ///< AC_CHECK_TOOLS
void path_prog(Context& c, std::string_view variable, std::string_view program, std::string_view value_if_not = {},
               std::string_view path = {});                                              ///< AC_PATH_PROG
void path_tool(Context& c, std::string_view variable, std::string_view program, std::string_view value_if_not = {},
               std::string_view path = {});                                              ///< AC_PATH_TOOL
void prog_cc(Context& c);          ///< AC_PROG_CC (autoconf/compiler.cpp)
void prog_cpp(Context& c);         ///< AC_PROG_CPP (autoconf/compiler.cpp)
void use_system_extensions(Context& c);  ///< AC_USE_SYSTEM_EXTENSIONS (autoconf/compiler.cpp)
void prog_grep(Context& c);        ///< AC_PROG_GREP
/// What `$CC --version` says on standard output.
std::string version_of_compiler(Context& c, std::string_view guess = {});
void prog_egrep(Context& c);
void prog_sed(Context& c);
void prog_install(Context& c);
void prog_mkdir_p(Context& c);
void canonical_host(Context& c);   ///< AC_CANONICAL_HOST: build, host and their _cpu, _vendor, _os (autoconf/canonical.cpp)

// --- pkg.m4 (autoconf/pkg_config.cpp) ------------------------------------------------------------------------------------
void pkg_prog_pkg_config(Context& c);                                                    ///< PKG_PROG_PKG_CONFIG
/// PKG_CHECK_MODULES(PREFIX, MODULES): sets PREFIX_CFLAGS and PREFIX_LIBS when found.
void pkg_check_modules(Context& c, std::string_view prefix, std::string_view modules, const std::function<void()>& if_found,
                       const std::function<void()>& if_not);
bool pkg_check_exists(Context& c, std::string_view modules);                             ///< PKG_CHECK_EXISTS

// --- autoconf-archive (autoconf/archive.cpp) ---------------------------------------------------------------------------
bool ax_check_compile_flag(Context& c, std::string_view flag, std::string_view extra_flags = {});  ///< AX_CHECK_COMPILE_FLAG
bool ax_check_define(Context& c, std::string_view includes, std::string_view macro);     ///< AX_CHECK_DEFINE
void ax_check_openssl(Context& c, const std::function<void()>& if_found, const std::function<void()>& if_not);
/// AX_C_FLOAT_WORDS_BIGENDIAN
void ax_c_float_words_bigendian(Context& c, const std::function<void()>& if_big, const std::function<void()>& if_little,
                                const std::function<void()>& if_unknown);

}  // namespace pyconfigure::decide
