/**
 * Clients as beans of an IoC container: give one its properties, and, for consumers, its
 * subscription table; call {@code start} when it is made and {@code shutdown} when it goes. Plain
 * classes, no container is needed.
 */
package com.aliyun.openservices.ons.api.bean;
