package com.aliyun.openservices.ons.api;

/** Chooses messages of a topic. */
public class MessageSelector {
  private final ExpressionType type;
  private final String subExpression;

  private MessageSelector(ExpressionType type, String subExpression) {
    this.type = type;
    this.subExpression = subExpression;
  }

  /** Selects by a condition over user properties, such as {@code "price > 10"}. */
  public static MessageSelector bySql(String subExpression) {
    return new MessageSelector(ExpressionType.SQL92, subExpression);
  }

  /** Selects by tags joined by {@code ||}; {@code "*"}, null or empty for all. */
  public static MessageSelector byTag(String subExpression) {
    return new MessageSelector(ExpressionType.TAG, subExpression);
  }

  /** The language of the expression. */
  public ExpressionType getType() {
    return type;
  }

  /** The expression as it was given. */
  public String getSubExpression() {
    return subExpression;
  }
}
