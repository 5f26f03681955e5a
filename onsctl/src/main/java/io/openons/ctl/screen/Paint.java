package io.openons.ctl.screen;

/** Colours, where they are wanted. */
public enum Paint {
  /** Headings. */
  BOLD("1"),
  /** What is wrong. */
  RED("31"),
  /** What is right. */
  GREEN("32"),
  /** What wants a look. */
  YELLOW("33");

  private final String code;

  Paint(String code) {
    this.code = code;
  }

  /** Returns a text with the colour, or as it is. */
  public String on(String text, boolean isColoured) {
    return isColoured ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
