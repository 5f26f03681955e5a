/** What operators see of a broker: values that its administration returns. */
package io.openons.broker.core.admin.view;
