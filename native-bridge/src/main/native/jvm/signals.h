// What a Java machine does to the signals of its host, and how that is mended.
#pragma once

#include <csignal>
#include <string>
#include <vector>

#include <jni.h>

namespace bridge {

// Around the creation of the machine. Afterwards the faults' handlers run on the alternate stack again wherever the
// host's did: a runtime that relies on it (CoreCLR) would overwrite its own frames otherwise. And the host still hears
// of its children that end: Java takes SIGCHLD for itself when it first deals with processes, which is done here.
class SignalGuard {
 public:
  SignalGuard();
  void after_creation(JNIEnv *env);

 private:
  struct sigaction before_[4];
  struct sigaction children_;
};

// Handlers that came after the Java machine and took its faults: signal and culprit. They would kill the process at
// the next null check of Java.
std::vector<std::string> displaced_signals();
// Puts the machine's handlers back and logs whom that displaced. Without a machine of ours: no effect.
void mend_displaced_signals();

}  // namespace bridge
