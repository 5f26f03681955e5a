/** Messages that become visible when a local transaction says so. */
package com.aliyun.openservices.ons.api.transaction;
