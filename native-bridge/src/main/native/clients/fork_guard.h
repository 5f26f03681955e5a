// A child of fork has the memory of this process but not its threads: it must not use the library.
#pragma once

namespace bridge {

// From now on children of fork are refused. Forking before the library starts is fine.
void guard_forks();
bool is_forked_child() noexcept;
void refuse_in_forked_child();

}  // namespace bridge
