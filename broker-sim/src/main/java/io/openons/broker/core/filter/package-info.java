/** Which messages a subscription wants: by tag, or by an SQL condition. */
package io.openons.broker.core.filter;
