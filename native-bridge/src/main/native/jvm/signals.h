// What a Java runtime does to the signals of its host, what the host does to those of Java, and how both are mended.
#pragma once

#include <csignal>
#include <iterator>
#include <string>
#include <vector>

#include <jni.h>

namespace bridge {

// Around the creation of the JVM. Afterwards the faults' handlers run on the alternate stack again wherever the
// host's did: a runtime that relies on it (CoreCLR) would overwrite its own frames otherwise. And the host still hears
// of its children that end: Java takes SIGCHLD for itself when it first deals with processes, which is done here.
class SignalGuard {
 public:
  SignalGuard();
  // `libjvm`: the opened library, for its function that handles faults of Java only.
  void after_creation(JNIEnv *env, void *libjvm);
  // The JVM did not start: the host's handlers come back.
  void restore();

 private:
  static constexpr int TAKEN[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGPIPE, SIGXFSZ};
  struct sigaction before_[std::size(TAKEN)];
  struct sigaction children_;
};

// A handler that the host installs after the JVM was created takes Java's faults away: the next null check or safepoint
// of compiled code would end the process. So a handler of ours goes in front of it, which offers each fault to the JVM
// first and then to the host's late handler. A thread looks for late handlers four times a second, and each call into
// Java looks for the one of SIGSEGV. Where a handler was there before the JVM, too, the JVM offers faults to that one.
// Where the host has preloaded Java's libjsig.so, that does all of this from the first moment on; nothing is watched.
void watch_signals();
// The JVM ends, its faults with it.
void stop_watching_signals();
// Cheap: for each call into Java. Without a JVM of ours: no effect.
void mend_displaced_signals();

// The late handlers that were found so far: signal and culprit, for people.
std::vector<std::string> displaced_signals();

}  // namespace bridge
