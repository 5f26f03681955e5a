/**
 * Our SDK against our broker, kind of client by kind of client. The numbers F-0xx are lines of the
 * list of features that the SDK is built from.
 */
package io.openons.tests.sdk;
