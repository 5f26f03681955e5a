package io.openons.broker.server.http.admin.request;

/** How the body of a message is shown. */
public enum BodyForm {
  /** Not at all. */
  NONE,
  /** As UTF-8. */
  TEXT,
  /** As JSON with an indent; as {@link #TEXT} when it is none. */
  JSON,
  /** Two digits a byte. */
  HEX,
  /** As Base64. */
  BASE64
}
