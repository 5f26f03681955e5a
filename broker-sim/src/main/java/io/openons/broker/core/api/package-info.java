/** The words that all subjects of the core share: names, limits, reasons of a refusal, time. */
package io.openons.broker.core.api;
