/** From runs to medians, goals, tables and pictures. */
package io.openons.bench.report;
