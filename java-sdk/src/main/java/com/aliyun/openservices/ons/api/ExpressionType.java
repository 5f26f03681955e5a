package com.aliyun.openservices.ons.api;

/** The languages of a {@link MessageSelector}. */
public enum ExpressionType {
  /** A condition over user properties, in a subset of SQL-92. */
  SQL92,
  /** Tags joined by {@code ||}. */
  TAG
}
