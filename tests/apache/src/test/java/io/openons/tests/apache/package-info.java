/** The Java SDK against a real Apache RocketMQ, in processes of its own. */
package io.openons.tests.apache;
