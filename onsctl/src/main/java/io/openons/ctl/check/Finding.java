package io.openons.ctl.check;

/**
 * What a check found.
 *
 * @param check its name
 * @param state how it is
 * @param found the fact
 * @param remedy what to do about it; empty when nothing is to be done
 */
record Finding(String check, State state, String found, String remedy) {
  enum State {
    OK,
    WARN,
    FAIL
  }

  static Finding ok(String check, String found) {
    return new Finding(check, State.OK, found, "");
  }

  static Finding warn(String check, String found, String remedy) {
    return new Finding(check, State.WARN, found, remedy);
  }

  static Finding fail(String check, String found, String remedy) {
    return new Finding(check, State.FAIL, found, remedy);
  }
}
