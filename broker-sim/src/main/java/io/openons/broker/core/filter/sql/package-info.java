/**
 * The language of SQL filters: conditions over named texts, as Apache RocketMQ has them. Knows no
 * messages.
 *
 * <pre>
 * condition = conjunction { OR conjunction }
 * conjunction = negation { AND negation }
 * negation = [ NOT ] negation | "(" condition ")" | test
 * test = TRUE | FALSE | property
 *      | operand ( "=" | "&lt;&gt;" ) operand
 *      | quantity ( "&gt;" | "&gt;=" | "&lt;" | "&lt;=" ) quantity
 *      | quantity [ NOT ] BETWEEN quantity AND quantity
 *      | property [ NOT ] IN "(" text { "," text } ")"
 *      | property [ NOT ] ( CONTAINS | STARTSWITH | ENDSWITH ) text
 *      | property IS [ NOT ] NULL
 * quantity = property | number
 * operand = property | number | text | TRUE | FALSE
 * </pre>
 *
 * <p>Keywords may be written in any case; properties are names of letters, digits, {@code _} and
 * {@code $} that do not begin with a digit, in the case that the sender used. Texts stand in single
 * quotes, a quote in them is written twice. Numbers are like {@code 5}, {@code -5}, {@code 5.25},
 * {@code 1e9}, and are compared exactly.
 *
 * <p>A property is a text; compared with a number it is read as a number, with TRUE or FALSE as one
 * of these words in any case. When it cannot be read so, or is not there, the outcome is unknown,
 * in the sense of SQL's three-valued logic. Two properties are equal as texts, and less or greater
 * as numbers.
 */
package io.openons.broker.core.filter.sql;
