package com.aliyun.openservices.shade.com.alibaba.rocketmq.common;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.text.ParseException;
import java.text.SimpleDateFormat;
import java.util.Date;
import java.util.zip.CRC32;

/** What programs use of the published client's helpers; safe on any thread. */
public class UtilAll {
  public static final String YYYY_MM_DD_HH_MM_SS = "yyyy-MM-dd HH:mm:ss";
  public static final String YYYY_MM_DD_HH_MM_SS_SSS = "yyyy-MM-dd#HH:mm:ss:SSS";
  public static final String YYYYMMDDHHMMSS = "yyyyMMddHHmmss";

  private static final String HEX = "0123456789ABCDEF";

  /** All methods are static. */
  public UtilAll() {}

  /** Returns the id of this process; -1 where the JVM does not say. */
  public static int getPid() {
    String name = ManagementFactory.getRuntimeMXBean().getName();
    return asInt(name.substring(0, Math.max(0, name.indexOf('@'))), -1);
  }

  /** Returns the stack of the calling thread. */
  public static String currentStackTrace() {
    StringWriter text = new StringWriter();
    new Throwable("stack").printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  /** Returns a time, in milliseconds since 1970, as 17 digits from the year to milliseconds. */
  public static String timeMillisToHumanString(long millis) {
    return formatDate(new Date(millis), "yyyyMMddHHmmssSSS");
  }

  /** Returns the time of this moment as 17 digits from the year to milliseconds. */
  public static String timeMillisToHumanString() {
    return timeMillisToHumanString(System.currentTimeMillis());
  }

  /** Returns a time, in milliseconds since 1970, such as {@code 2026-01-02 03:04:05,678}. */
  public static String timeMillisToHumanString2(long millis) {
    return formatDate(new Date(millis), "yyyy-MM-dd HH:mm:ss,SSS");
  }

  /** Returns a time, in milliseconds since 1970, as 14 digits from the year to seconds. */
  public static String timeMillisToHumanString3(long millis) {
    return formatDate(new Date(millis), YYYYMMDDHHMMSS);
  }

  /** Returns a date by a pattern of {@link SimpleDateFormat}. */
  public static String formatDate(Date date, String pattern) {
    return new SimpleDateFormat(pattern).format(date);
  }

  /** Returns the date in a text; null when the text does not fit the pattern. */
  public static Date parseDate(String date, String pattern) {
    try {
      return new SimpleDateFormat(pattern).parse(date);
    } catch (ParseException otherFormat) {
      return null;
    }
  }

  /** Returns the CRC-32 of bytes, without its highest bit. */
  public static int crc32(byte[] bytes) {
    return crc32(bytes, 0, bytes.length);
  }

  /** Returns the CRC-32 of some bytes, without its highest bit. */
  public static int crc32(byte[] bytes, int offset, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, offset, length);
    return (int) (crc.getValue() & Integer.MAX_VALUE);
  }

  /** Returns bytes as upper-case hexadecimal digits. */
  public static String bytes2string(byte[] bytes) {
    StringBuilder text = new StringBuilder(2 * bytes.length);
    for (byte each : bytes) {
      text.append(HEX.charAt((each & 0xF0) >> 4)).append(HEX.charAt(each & 0x0F));
    }
    return text.toString();
  }

  /** Returns the bytes that hexadecimal digits stand for; null for an empty text. */
  public static byte[] string2bytes(String hex) {
    if (hex == null || hex.isEmpty()) {
      return null;
    }
    byte[] bytes = new byte[hex.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
    }
    return bytes;
  }

  /** Returns the number in a text, or another one when there is none. */
  public static int asInt(String text, int otherwise) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException none) {
      return otherwise;
    }
  }

  /** Returns the number in a text, or another one when there is none. */
  public static long asLong(String text, long otherwise) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException none) {
      return otherwise;
    }
  }

  /** Whether a text is null, empty, or all blanks. */
  public static boolean isBlank(String text) {
    return text == null || text.trim().isEmpty();
  }
}
