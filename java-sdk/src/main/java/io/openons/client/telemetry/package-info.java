/**
 * Spans and metrics of what clients do, by OpenTelemetry where an application has it.
 *
 * <p>{@link io.openons.client.telemetry.OnsTelemetry} is for applications. The machinery knows only
 * {@link io.openons.client.telemetry.Telemetry}, so that no class of OpenTelemetry is loaded, or
 * has to be there, unless it is used.
 */
package io.openons.client.telemetry;
