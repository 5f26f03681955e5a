/** Tests of applications, with a broker of their own in the process. */
package io.openons.spring.test;
