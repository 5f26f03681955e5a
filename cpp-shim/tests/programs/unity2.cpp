// What is written in the styles of 1.x and 2.x, in one file: it is parsed once.
#include "../styles/adapter.cpp"
#include "../styles/c_functions.cpp"
#include "../styles/extension.cpp"
#include "../styles/header_only.cpp"
#include "../styles/wrapped_listener.cpp"
#include "classic_members.cpp"
