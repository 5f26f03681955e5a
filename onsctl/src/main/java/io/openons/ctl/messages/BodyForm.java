package io.openons.ctl.messages;

/** How bodies are written, as the API names it. */
public enum BodyForm {
  /** Not at all. */
  NONE,
  /** As text in UTF-8. */
  TEXT,
  /** As JSON, which must be some. */
  JSON,
  /** As hexadecimal digits. */
  HEX,
  /** As Base64. */
  BASE64
}
