package io.openons.client.platform;

/** Bytes as hexadecimal digits. */
public final class Hex {
  private Hex() {}

  /** Returns two digits a byte, in lower case. */
  public static String lower(byte[] bytes) {
    return write(bytes, "0123456789abcdef");
  }

  /** Returns two digits a byte, in upper case. */
  public static String upper(byte[] bytes) {
    return write(bytes, "0123456789ABCDEF");
  }

  private static String write(byte[] bytes, String digits) {
    char[] text = new char[2 * bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      text[2 * i] = digits.charAt(bytes[i] >> 4 & 0xF);
      text[2 * i + 1] = digits.charAt(bytes[i] & 0xF);
    }
    return new String(text);
  }
}
