/**
 * Interceptors around sends and listener calls. They are found by {@link java.util.ServiceLoader}
 * when a client is made.
 *
 * <p>The commercial client has a repackaged Guava {@code Optional} in these signatures; ours is
 * {@link java.util.Optional}.
 */
package com.aliyun.openservices.ons.api.spi;
