#ifndef OPENONS_AGREEMENT_HPP
#define OPENONS_AGREEMENT_HPP

#include <cstdio>
#include <cstdlib>
#include <string>

namespace openons {
namespace detail {

// Static data members of a template may be defined in a header, in C++11, too. 0: no file has said anything.
template <class Subject>
struct Agreed {
  static int on;
};
template <class Subject>
int Agreed<Subject>::on = 0;

/// Something that all files of a program must be compiled with alike, since their classes have the same names. A linker
/// takes one of two such classes and says nothing, so each file says at its start what it has; the first that differs
/// ends the program.
template <class Subject>
struct Agreement {
  Agreement(int mine, const char* difference) {
    int& ours = Agreed<Subject>::on;
    if (ours != 0 && ours != mine) {
      std::fprintf(stderr, "OpenONS: files of this program do not fit together: %s\n", difference);
      std::abort();
    }
    ours = mine;
  }
};

struct Strings {};
static const Agreement<Strings> agreement_on_strings(static_cast<int>(sizeof(std::string)),
                                        "some have the other std::string; compile all of them with the same"
                                        " -D_GLIBCXX_USE_CXX11_ABI and C++ library");

}  // namespace detail
}  // namespace openons

#endif
