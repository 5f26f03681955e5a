package io.openons.tests.interop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The clients that a test runs, or all tests of a class, for the manual's page of clients that
 * work. Tests with a parameter for the client need no such mark.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@interface TriedWith {
  /** The clients. */
  OfficialProgram[] value() default {};

  /** What is no client with a process of its own here, with its version. */
  String[] others() default {};
}
