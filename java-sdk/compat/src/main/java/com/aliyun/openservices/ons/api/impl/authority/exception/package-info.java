/** Failures of signatures. */
package com.aliyun.openservices.ons.api.impl.authority.exception;
