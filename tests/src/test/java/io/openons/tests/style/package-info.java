/** Tests of how the project is written: who may know whom, and what every file keeps to. */
package io.openons.tests.style;
