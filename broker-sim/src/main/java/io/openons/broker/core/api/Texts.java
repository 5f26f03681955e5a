package io.openons.broker.core.api;

/** What several rules ask of texts. */
public final class Texts {
  private static final int SHOWN = 64;
  private static final int LINE = 400;

  private Texts() {}

  public static boolean hasControlCharacter(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /** Returns a text short enough for one line of a log, without control characters. */
  public static String oneLine(String text) {
    String shown = text.length() <= LINE ? text : text.substring(0, LINE) + "...";
    return shown.replaceAll("\\p{Cntrl}", "?");
  }

  /** Returns a text short and harmless enough for an error. */
  public static String shorten(String text) {
    String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    return shown.replaceAll("\\p{Cntrl}", "?");
  }
}
