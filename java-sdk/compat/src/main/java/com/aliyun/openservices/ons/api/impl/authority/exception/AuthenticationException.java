package com.aliyun.openservices.ons.api.impl.authority.exception;

/** A signature that cannot be made. */
public class AuthenticationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private String status;
  private int code;

  /** A failure with its status and code. */
  public AuthenticationException(String status, int code) {
    this(status, code, null, null);
  }

  /** A failure with a text. */
  public AuthenticationException(String status, int code, String message) {
    this(status, code, message, null);
  }

  /** A failure with its cause. */
  public AuthenticationException(String status, int code, Throwable cause) {
    this(status, code, cause == null ? null : cause.toString(), cause);
  }

  /** A failure with a text and its cause. */
  public AuthenticationException(String status, int code, String message, Throwable cause) {
    super(message, cause);
    this.status = status;
    this.code = code;
  }

  /** Returns the status. */
  public String getStatus() {
    return status;
  }

  /** Sets the status. */
  public void setStatus(String status) {
    this.status = status;
  }

  /** Returns the code. */
  public int getCode() {
    return code;
  }

  /** Sets the code. */
  public void setCode(int code) {
    this.code = code;
  }
}
