/** The one exception that clients throw, and the codes that it carries. */
package com.aliyun.openservices.ons.api.exception;
