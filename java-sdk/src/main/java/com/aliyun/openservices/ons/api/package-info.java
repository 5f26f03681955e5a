/**
 * The ONS surface: what an application imports.
 *
 * <p>Names, signatures and constants are those that users' programs already contain, mistakes
 * included; a program written for the commercial client compiles against this package unchanged.
 * Beyond it there is little: clients are {@link java.lang.AutoCloseable}, a send can return a
 * {@link java.util.concurrent.CompletableFuture}, and errors answer questions ({@link
 * com.aliyun.openservices.ons.api.exception.ONSClientException#isRetryable()}).
 *
 * <p>Start at {@link com.aliyun.openservices.ons.api.ONSFactory}. Nothing here knows how messages
 * travel; that is the business of {@code io.openons.client}.
 */
package com.aliyun.openservices.ons.api;
