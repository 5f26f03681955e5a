/** Credentials and signatures, for programs that sign requests of their own. */
package com.aliyun.openservices.ons.api.impl.authority;
