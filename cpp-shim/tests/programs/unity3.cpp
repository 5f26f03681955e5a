// What is written in the styles of 3.0, in one file: it is parsed once.
#include "../styles/early_listeners.cpp"
#include "../styles/settings.cpp"
#include "../styles/two_threads.cpp"
#include "classic3_members.cpp"
